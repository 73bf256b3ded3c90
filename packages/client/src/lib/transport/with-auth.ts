import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import type { Authenticator } from './authenticator.ts';
import type { ClientEvents } from './client-events.ts';
import type { Layer } from './layers.ts';

/** Settings of the auth layer. */
export interface AuthSettings {
  readonly authenticator: Authenticator;
  readonly events: ClientEvents;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** Authenticates each request, ends its time limit, and announces a final refusal. */
export function withAuth({ authenticator, events, now }: AuthSettings): Layer {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `Authenticator`
  const authenticate = authenticator.toLayer(events) as Layer;
  const announce = (error: CloseApiError): void => {
    const isSwitch = error.backendCode === 'organization_changed';
    // Any other 409 concerns the caller.
    if (isSwitch || error.status !== 409)
      events.emit({ type: isSwitch ? 'organization-changed' : 'unauthorized', error });
  };
  return async (call, next) => {
    try {
      const reply = await authenticate(call, next);
      const { response, text, isReplaced } = reply;
      if ((response.status === 401 || response.status === 409) && !isReplaced)
        announce(toResponseError(response, text, { ...call.facts(), now: now() }));
      return reply;
    } catch (error) {
      if (isCloseApiError(error) && error.code === 'reauthorization_required') announce(error);
      throw error;
    } finally {
      call.end();
    }
  };
}
