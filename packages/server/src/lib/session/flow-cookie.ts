import { cookieName, serializeCookie } from './cookies.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { digest } from '../base/opaque-id.ts';
import { formatLoginContext, readLoginContext } from './login-context.ts';
import { listCookies, readCookie } from './read-cookie.ts';

/** One login attempt, as its cookie stores it. */
export interface LoginFlow {
  /** When the transaction expires, and the cookie with it, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** Sealed by the oauth package: state, verifier, redirect address and the `LoginContext`. */
  readonly transaction: string;
}

const maxLiveFlows = 5;
// Some servers refuse request headers over 8 kB: attempts must not lock the browser out.
const maxLiveBytes = 6000;
// Some proxies refuse response headers over 4 kB. Users rarely finish older attempts.
const maxMovedFlows = 2;
const idLength = 16;

/** The name is derived from `state`, so that the attempts of two tabs have different cookies. */
async function flowCookieName(config: HandlerConfig, state: string): Promise<string> {
  return flowPrefix(config) + (await digest(state)).slice(0, idLength);
}

function flowPrefix(config: HandlerConfig): string {
  return cookieName('closekit-flow-', config.secure);
}

/** The `Set-Cookie` values that start an attempt and delete the oldest ones beyond the limits. */
export async function startFlowCookies(
  config: HandlerConfig,
  request: Request,
  started: { state: string; flow: LoginFlow },
): Promise<string[]> {
  const name = await flowCookieName(config, started.state);
  let bytes = formatFlow(started.flow).length;
  const expired = listFlows(config, request).filter(([, value], index) => {
    bytes += value.length;
    return index + 1 >= maxLiveFlows || bytes > maxLiveBytes;
  });
  return [
    ...expired.map(([key]) => setFlowCookie(config, key, undefined)),
    setFlowCookie(config, name, started.flow),
  ];
}

/**
 * The `Set-Cookie` values that point the other attempts of this browser to its new session: the next attempt
 * that finishes adds to that session and replaces it.
 */
export async function moveFlowCookies(
  config: HandlerConfig,
  request: Request,
  { state = '', previousSession }: { readonly state?: string; readonly previousSession: string },
): Promise<string[]> {
  const finished = await flowCookieName(config, state);
  const moved = listFlows(config, request)
    .filter(([name]) => name !== finished)
    .slice(0, maxMovedFlows)
    .map(async ([name, value]) => {
      const flow = await moveFlow(config, parseFlow(value), previousSession);
      return flow === undefined ? [] : [setFlowCookie(config, name, flow)];
    });
  return (await Promise.all(moved)).flat();
}

/** `undefined` when it cannot be opened: that attempt fails anyway, and the finished login must not. */
async function moveFlow(
  config: HandlerConfig,
  flow: LoginFlow | undefined,
  previousSession: string,
): Promise<LoginFlow | undefined> {
  const context = await readLoginContext(config, flow?.transaction);
  if (flow === undefined || context === undefined) return undefined;
  const moved = formatLoginContext({ ...context, previousSession });
  return config.oauth.replaceAuthorizationContext({ ...flow, context: moved }).then(
    (transaction) => ({ ...flow, transaction }),
    () => undefined,
  );
}

/** The attempt that a `state` belongs to. `undefined` when this browser did not start it. */
export async function readFlowCookie(
  config: HandlerConfig,
  request: Request,
  state: string,
): Promise<LoginFlow | undefined> {
  const name = await flowCookieName(config, state);
  const value = readCookie(request.headers.get('cookie'), name);
  return value === undefined ? undefined : parseFlow(value);
}

/** The newest attempt of this browser. */
export function readNewestFlow(config: HandlerConfig, request: Request): LoginFlow | undefined {
  const [newest] = listFlows(config, request);
  return newest === undefined ? undefined : parseFlow(newest[1]);
}

/** The `Set-Cookie` value that deletes an attempt. */
export async function clearFlowCookie(config: HandlerConfig, state: string): Promise<string> {
  return setFlowCookie(config, await flowCookieName(config, state), undefined);
}

/** The cookies of this browser's attempts, newest first, unreadable ones last. */
function listFlows(config: HandlerConfig, request: Request): [name: string, value: string][] {
  const prefix = flowPrefix(config);
  return listCookies(request.headers.get('cookie'), prefix)
    .filter(([name]) => /^[\w-]{16}$/.test(name.slice(prefix.length)))
    .toSorted(([, first], [, second]) => expiryOf(second) - expiryOf(first));
}

function expiryOf(value: string): number {
  return parseFlow(value)?.expiresAt ?? 0;
}

function setFlowCookie(config: HandlerConfig, name: string, flow: LoginFlow | undefined): string {
  return serializeCookie(name, flow === undefined ? '' : formatFlow(flow), {
    sameSite: 'Lax',
    maxAgeSeconds: flow === undefined ? 0 : Math.max(0, Math.ceil((flow.expiresAt - config.now()) / 1000)),
    secure: config.secure,
  });
}

function formatFlow({ expiresAt, transaction }: LoginFlow): string {
  return `${expiresAt}.${transaction}`;
}

function parseFlow(value: string): LoginFlow | undefined {
  const [, expiresAt, transaction] = /^(\d{1,16})\.([\w.-]+)$/.exec(value) ?? [];
  if (expiresAt === undefined || transaction === undefined) return undefined;
  return { expiresAt: Number(expiresAt), transaction };
}
