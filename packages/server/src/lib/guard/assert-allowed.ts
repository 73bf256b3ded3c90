import { CloseServerError } from '../base/errors.ts';
import type { HandlerCall } from '../config/handler-call.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import type { SessionRecord } from '../stores/session-store.ts';

/**
 * Decides by the option `allow`, else by the default rule, whether a call is forwarded to Close.
 *
 * @throws CloseServerError `call_refused`.
 */
export async function assertAllowed(
  { allow }: HandlerConfig,
  call: HandlerCall,
  record: SessionRecord,
): Promise<void> {
  const decision = (await allow?.(call, record)) ?? isAllowedByDefault(call);
  if (decision) return;
  throw new CloseServerError(
    'call_refused',
    'This server does not forward that call. See the option `allow` of createCloseHandler.',
  );
}

/**
 * A script injected into a page could create a webhook subscription that sends every change to a foreign host,
 * also after the user has signed out. A read returns the `signature_key`, which can forge deliveries.
 */
function isAllowedByDefault({ path }: HandlerCall): boolean {
  // `u` also finds the Kelvin sign, whose lower case is `k`.
  return !/^\/api\/v1\/\W*webhook(?!\w)/iu.test(path);
}
