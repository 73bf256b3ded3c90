import type { ApiRequest, Fetch } from './api-request.ts';
import type { ClientEvents } from './client-events.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import type { CloseAuth } from '../auth/close-auth.ts';
import { parseJson } from '../base/parse-json.ts';
import { toResponseError } from '../errors/response-error.ts';
import { isTokenSource } from '../auth/token-source.ts';
import { withHeader } from './with-header.ts';
import { notReplayed, withToken } from './with-token.ts';

/** Settings of the auth layer. */
export interface AuthSettings {
  readonly auth: CloseAuth;
  readonly events: Pick<ClientEvents, 'emit'>;
  readonly now: () => number;
}

/** Authenticates every request, and announces a final refusal. */
export function withAuth(settings: AuthSettings): (next: Fetch) => Fetch {
  const authenticate = toAuthLayer(settings);
  return (next) => {
    const send = authenticate(next);
    return async (request) => {
      try {
        const response = await send(request);
        await announceRefusal(response, request, settings);
        return response;
      } catch (error) {
        if (isCloseApiError(error) && error.code === 'reauthorization_required') announce(error, settings);
        throw error;
      }
    };
  };
}

function toAuthLayer({ auth, events }: AuthSettings): (next: Fetch) => Fetch {
  if (isTokenSource(auth)) return withToken(auth, events);
  // Another site's forms and links cannot set a header, so the backend can tell our requests from forged
  // ones.
  if (auth.kind === 'cookie-session') return withHeader('x-closekit', '1');
  return withHeader('authorization', auth.authorization());
}

function announce(error: CloseApiError, { events }: AuthSettings): void {
  if (error.backendCode === 'organization_changed') events.emit({ type: 'organization-changed', error });
  // Any other 409 concerns the caller.
  else if (error.status !== 409) events.emit({ type: 'unauthorized', error });
}

async function announceRefusal(
  response: Response,
  request: ApiRequest,
  settings: AuthSettings,
): Promise<void> {
  const { status, headers } = response;
  if ((status !== 401 && status !== 409) || headers.has(notReplayed)) return;
  const error = toResponseError(response, parseJson(await response.clone().text()), {
    operation: request.operation,
    ...request.tally,
    now: settings.now(),
  });
  announce(error, settings);
}
