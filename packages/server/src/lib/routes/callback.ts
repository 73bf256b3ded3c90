import { isCloseOAuthError } from '@closekit/oauth';
import { awaitStartedSession } from '../session/await-started-session.ts';
import { connect } from './connect.ts';
import type { Callback } from './connect.ts';
import { toHandlerError } from '../base/errors.ts';
import { clearFlowCookie, moveFlowCookies, readFlowCookie, readNewestFlow } from '../session/flow-cookie.ts';
import type { LoginFlow } from '../session/flow-cookie.ts';
import { readLoginContext } from '../session/login-context.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { hopPage } from './hop-page.ts';
import { digest } from '../base/opaque-id.ts';
import { redirect } from '../base/redirect.ts';
import { parseReturnTo, withCloseError } from '../guard/return-to.ts';
import { sessionCookie } from '../session/cookie.ts';

/** `GET callback`: finishes an attempt and sends the browser back into the app, also after a failure. */
export async function callback(config: HandlerConfig, request: Request, url: URL): Promise<Response> {
  const state = url.searchParams.get('state') ?? '';
  const flow = await findFlow(config, request, url);
  const context = await readLoginContext(config, flow?.transaction);
  const returnTo = parseReturnTo(config, context?.returnTo);
  const cleared = state === '' || flow === undefined ? [] : [await clearFlowCookie(config, state)];
  try {
    const id = await connectOnce(config, request, { url, transaction: flow?.transaction, context });
    const moved = await moveFlowCookies(config, request, { state, previousSession: await digest(id) });
    return hopPage(config.origin + returnTo, [...moved, ...cleared, sessionCookie(config, id)]);
  } catch (thrown) {
    const error = toHandlerError(thrown);
    config.report(error);
    return redirect(withCloseError(config, returnTo, error.code), cleared);
  }
}

/**
 * Close does not document whether a refusal has a `state`. One without it counts as the result of the newest
 * attempt.
 */
async function findFlow(config: HandlerConfig, request: Request, url: URL): Promise<LoginFlow | undefined> {
  const state = url.searchParams.get('state') ?? '';
  if (state !== '') return readFlowCookie(config, request, state);
  return url.searchParams.has('error') ? readNewestFlow(config, request) : undefined;
}

/**
 * Returns the id of the session that the login starts, also to a second request with the same callback: a
 * double click or a reload, perhaps at another instance. The code is exchanged by the first only, because
 * the second exchange of a code makes the server revoke the tokens of the first.
 */
async function connectOnce(config: HandlerConfig, request: Request, arrived: Callback): Promise<string> {
  try {
    return await connect(config, arrived);
  } catch (error) {
    const isSecond = isCloseOAuthError(error) && error.code === 'state_replayed';
    const id = isSecond ? await awaitStartedSession(config, request, arrived.context) : undefined;
    if (id === undefined) throw error;
    return id;
  }
}
