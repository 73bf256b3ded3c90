import { toHandlerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { login } from './login.ts';
import { redirect } from '../base/redirect.ts';
import { parseReturnTo, withCloseError } from '../guard/return-to.ts';

/** The user sees this tab: an error redirects into the app instead of showing JSON. */
export async function visitLogin(config: HandlerConfig, request: Request, url: URL): Promise<Response> {
  try {
    return await login(config, request, url);
  } catch (thrown) {
    const error = toHandlerError(thrown);
    config.report(error);
    const returnTo = parseReturnTo(config, url.searchParams.get('returnTo'));
    return redirect(withCloseError(config, returnTo, error.code), []);
  }
}
