import type { CloseAuth } from '../auth/close-auth.ts';
import { parseCredential } from '../auth/credential.ts';
import { isTokenSource } from '../auth/token-source.ts';
import type { TokenSource } from '../auth/token-source.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import { announceRefreshes } from './announce-refreshes.ts';
import type { AnnouncedRefresh } from './announce-refreshes.ts';
import type { Call, Reply } from './call.ts';
import type { ClientEvents } from './client-events.ts';
import type { Layer, Next } from './layers.ts';
import { toTokenError } from './token-error.ts';

/** Settings of the auth layer. */
export interface AuthSettings {
  readonly auth: CloseAuth;
  readonly events: ClientEvents;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Sets the time limit of an attempt, authenticates the request, and announces a final refusal. After a 401 it marks
 * the source's token as refused, requests another one and sends the same request once more.
 */
export function withAuth(settings: AuthSettings): Layer {
  const { auth, events } = settings;
  const source = isTokenSource(auth) ? auth : undefined;
  const credential = isTokenSource(auth) ? undefined : toCredential(auth);
  const replay = source && withReplacement(source, announceRefreshes(events));
  return async (call, next) => {
    try {
      let token = '';
      if (source) token = await getToken(source, call);
      else call.begin();
      call.credential = credential ?? toBearer(token);
      const first = await next(call);
      const isRefused = replay && first.response.status === 401;
      const reply = isRefused ? await replay(first, { call, next, token }) : first;
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

function toCredential(auth: Exclude<CloseAuth, TokenSource>): NonNullable<Call['credential']> {
  // Another site's forms and links cannot set a header, so the backend can tell our requests from forged
  // ones.
  return auth.kind === 'cookie-session' ? ['x-closekit', '1'] : ['authorization', auth.authorization()];
}

function toBearer(token: string): NonNullable<Call['credential']> {
  return ['authorization', `Bearer ${token}`];
}

interface Refused {
  readonly call: Call;
  readonly next: Next;
  readonly token: string;
}

/** Sharing one refresh among calls is the job of the source. A 403 does not concern the token. */
function withReplacement(source: TokenSource, announced: AnnouncedRefresh) {
  return async (reply: Reply, { call, next, token }: Refused): Promise<Reply> => {
    const replacement = await announced(() => replaceToken(source, token, call));
    if (replacement === undefined) return reply;
    if (call.request.body instanceof ReadableStream) return asNotReplayed(reply);
    call.begin();
    call.credential = toBearer(replacement);
    return next(call);
  };
}

async function replaceToken(source: TokenSource, refused: string, call: Call): Promise<string | undefined> {
  try {
    call.begin();
    const done = source.invalidate(refused);
    if (done) await call.until(done);
  } catch (cause) {
    throw toTokenError(cause, call);
  }
  const token = await getToken(source, call);
  return token === refused ? undefined : token;
}

async function getToken(source: TokenSource, call: Call): Promise<string> {
  let token;
  try {
    const got = source.get({ signal: call.begin() });
    token = typeof got === 'string' ? got : await call.until(got);
  } catch (cause) {
    throw toTokenError(cause, call);
  }
  return parseCredential(token, ['TokenSource', 'await get()']);
}

/** A streamed body cannot be sent again; the header tells its 401 from a final one. */
function asNotReplayed(reply: Reply): Reply {
  reply.response.headers.set(notReplayed, 'stream');
  return reply;
}

const notReplayed = 'x-closekit-not-replayed';

function announceRefusal(call: Call, { response, text }: Reply, settings: AuthSettings): void {
  if (response.headers.has(notReplayed)) return;
  announce(toResponseError(response, text, { ...call.facts(), now: settings.now() }), settings);
}

function announce(error: CloseApiError, { events }: AuthSettings): void {
  if (error.backendCode === 'organization_changed') events.emit({ type: 'organization-changed', error });
  // Any other 409 concerns the caller.
  else if (error.status !== 409) events.emit({ type: 'unauthorized', error });
}
