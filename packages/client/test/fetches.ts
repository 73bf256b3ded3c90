// The recipes of the README, here so that they are compiled; test/fetches.test.ts runs them.
import { Agent, EnvHttpProxyAgent, ProxyAgent, fetch as undiciFetch } from 'undici';
import type { Dispatcher } from 'undici';

// #region dispatcher
/** A `fetch` that sends through a dispatcher of undici: a proxy, a pool, or a connection with its own CA. */
export function fetchThrough(dispatcher: Dispatcher): typeof fetch {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undici's own types of the same interface
  return ((url: string, init: object) =>
    undiciFetch(url, { ...init, dispatcher })) as unknown as typeof fetch;
}
// #endregion dispatcher

// #region proxy
/** One proxy for all calls; `EnvHttpProxyAgent` reads `HTTPS_PROXY` and `NO_PROXY` instead. */
export const throughProxy = (proxy: string): typeof fetch => fetchThrough(new ProxyAgent(proxy));
export const throughProxyOfEnv = (): typeof fetch => fetchThrough(new EnvHttpProxyAgent());
// #endregion proxy

// #region connections
/** Keeps at most 16 connections, each for a minute after its last request, and trusts one more CA. */
export const throughOwnAgent = (ca: string): typeof fetch =>
  fetchThrough(new Agent({ connections: 16, keepAliveTimeout: 60_000, connect: { ca } }));
// #endregion connections

// #region wrapper
/** Adds a header to each request. */
export const withTrace: typeof fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('x-trace', crypto.randomUUID());
  return fetch(url, { ...init, headers });
};
// #endregion wrapper
