import { announceRefreshes } from './announce-refreshes.ts';
import type { ApiRequest, Fetch } from './api-request.ts';
import type { ClientEvents } from './client-events.ts';
import { parseCredential } from '../auth/credential.ts';
import { toTokenError } from './token-error.ts';
import type { TokenSource } from '../auth/token-source.ts';
import { withHeader } from './with-header.ts';
import { withinTimeLimit } from './within-time-limit.ts';

/** Set on a 401 whose request was not sent again, to distinguish it from a final one. */
export const notReplayed = 'x-closekit-not-replayed';

/**
 * Attaches the source's token. After a 401 it marks the token as refused, requests another one and sends the
 * same request once more. Sharing one refresh among calls is the job of the source. A 403 does not concern
 * the token.
 */
export function withToken(source: TokenSource, events: Pick<ClientEvents, 'emit'>): (next: Fetch) => Fetch {
  const announce = announceRefreshes(events);
  return (next) => async (request) => {
    const token = await getToken(source, request);
    const response = await sendWith(token, request, next);
    if (response.status !== 401) return response;
    const replacement = await announce(() => replaceToken(source, token, request));
    if (replacement === undefined) return response;
    if (!request.streamed) return sendWith(replacement, request, next);
    response.headers.set(notReplayed, 'stream');
    return response;
  };
}

function sendWith(token: string, request: ApiRequest, next: Fetch): Promise<Response> {
  return withHeader('authorization', `Bearer ${token}`)(next)(request);
}

async function replaceToken(
  source: TokenSource,
  refused: string,
  request: ApiRequest,
): Promise<string | undefined> {
  await withinTimeLimit(request, {
    run: async () => source.invalidate(refused),
    toError: (cause) => toTokenError(cause, request),
  });
  const token = await getToken(source, request);
  return token === refused ? undefined : token;
}

async function getToken(source: TokenSource, request: ApiRequest): Promise<string> {
  const token = await withinTimeLimit(request, {
    run: (signal) => source.get({ signal }),
    toError: (cause) => toTokenError(cause, request),
  });
  return parseCredential(token, ['TokenSource', 'await get()']);
}
