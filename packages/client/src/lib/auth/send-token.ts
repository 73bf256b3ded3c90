import type { Call } from '../transport/call.ts';
import type { Observer } from '../transport/client-events.ts';
import type { Layer } from '../transport/layers.ts';
import { announceRefreshes } from './announce-refreshes.ts';
import { parseCredential } from './credential.ts';
import { toTokenError } from './token-error.ts';
import type { TokenSource } from './token-source.ts';

/**
 * Authenticates requests with the tokens of a source. After a 401 it marks the token as refused, requests another
 * one and sends the same request once more. Sharing one refresh among calls is the job of the source. A 403 does
 * not concern the token.
 */
export function sendToken(source: TokenSource, events: Pick<Observer, 'emit'>): Layer {
  const announced = announceRefreshes(events);
  return async (call, next) => {
    let token;
    try {
      token = await getToken(source, call);
    } catch (cause) {
      throw toTokenError(cause, call);
    }
    setToken(call, token);
    const reply = await next(call);
    if (reply.response.status !== 401) return reply;
    const replacement = await announced(() => replaceToken(source, token, call));
    if (replacement === undefined) return reply;
    if (call.request.body instanceof ReadableStream) {
      // A streamed body cannot be sent again; the header tells its 401 from a final one.
      reply.response.headers.set('x-closekit-not-replayed', 'stream');
      return { ...reply, isReplaced: true };
    }
    call.begin();
    return next(call);
  };
}

async function replaceToken(source: TokenSource, refused: string, call: Call): Promise<string | undefined> {
  let token;
  try {
    call.begin();
    const done = source.invalidate(refused);
    if (done) await call.until(done);
    token = await getToken(source, call);
  } catch (cause) {
    throw toTokenError(cause, call);
  }
  setToken(call, token);
  return token === refused ? undefined : token;
}

/** Gets a token for the next request, whose time limit begins. */
function getToken(source: TokenSource, call: Call): string | Promise<string> {
  const token = source.get({ signal: call.begin() });
  return typeof token === 'string' ? token : call.until(token);
}

function setToken(call: Call, token: unknown): void {
  call.credential = { authorization: `Bearer ${parseCredential(token, ['TokenSource', 'await get()'])}` };
}
