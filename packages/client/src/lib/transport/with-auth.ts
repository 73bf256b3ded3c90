import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import type { Authenticator } from './authenticator.ts';
import type { Call, Reply } from './call.ts';
import type { ClientEvents } from './client-events.ts';
import type { Layer } from './layers.ts';

/** Settings of the auth layer. */
export interface AuthSettings {
  readonly authenticator: Authenticator;
  readonly events: ClientEvents;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** Marks a 401 that is not final: a token has been replaced, but the request could not be sent again. */
export const notReplayed = 'x-closekit-not-replayed';

/** Authenticates each request, ends its time limit, and announces a final refusal. */
export function withAuth(settings: AuthSettings): Layer {
  const { authenticator, events } = settings;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see `Authenticator`
  const authenticate = authenticator.toLayer(events) as Layer;
  return async (call, next) => {
    try {
      const reply = await authenticate(call, next);
      const { status } = reply.response;
      if ((status === 401 || status === 409) && events.isObserved()) announceRefusal(call, reply, settings);
      return reply;
    } catch (error) {
      if (isCloseApiError(error) && error.code === 'reauthorization_required') announce(error, settings);
      throw error;
    } finally {
      call.end();
    }
  };
}

function announceRefusal(call: Call, { response, text }: Reply, settings: AuthSettings): void {
  if (response.headers.has(notReplayed)) return;
  announce(toResponseError(response, text, { ...call.facts(), now: settings.now() }), settings);
}

function announce(error: CloseApiError, { events }: AuthSettings): void {
  if (error.backendCode === 'organization_changed') events.emit({ type: 'organization-changed', error });
  // Any other 409 concerns the caller.
  else if (error.status !== 409) events.emit({ type: 'unauthorized', error });
}
