import { createCloseOAuth, isCloseOAuthError } from '@closekit/oauth';
import type { CloseOAuth, Grant, OAuthEventType, TokenStore } from '@closekit/oauth';
import { findFreePort } from '../engines/find-free-port.ts';
import type { TokenServer } from '../proof/token-server.ts';
import type { ServerFault } from './server-faults.ts';
import { faultyStore, planOf } from './store-faults.ts';
import type { StoreFault } from './store-faults.ts';

/** One cell of the matrix. */
export interface FaultCase {
  readonly key: string;
  readonly server: ServerFault;
  readonly store: StoreFault;
  /** One for each process. */
  readonly connections: readonly TokenStore[];
}

/** The result of a case. */
export interface CaseResult {
  /** The first result of each process: `token`, or a code. */
  readonly first: readonly string[];
  /** The results of all processes after the faults. */
  readonly last: readonly string[];
  readonly requests: number;
  readonly reuses: number;
  /** Whether all processes have the current token of the server. */
  readonly current: boolean;
  readonly events: readonly OAuthEventType[];
}

const hourMs = 3_600_000;
const tries = 30;
const shortTimes = { timeoutMs: 700, leaseMs: 4000 };
const appOptions = {
  clientId: 'client',
  clientSecret: 'client-secret',
  redirectUri: 'https://app.example/callback',
  keys: [{ id: 'k', secret: 'A'.repeat(43) }],
};

/** Lets the token of a grant expire, and its refresh fail. */
export async function runCase(
  server: TokenServer,
  { key, connections, ...faults }: FaultCase,
): Promise<CaseResult> {
  const [organizationId = '', userId = ''] = key.split('/');
  const plan = planOf('nothing');
  const events: OAuthEventType[] = [];
  const detours = { left: 0 };
  const clock = { aheadMs: 0 };
  const vaults = connections.map((connection) =>
    createCloseOAuth({
      ...appOptions,
      server: server.metadata,
      store: { ...faultyStore(connection, plan), close: () => Promise.resolve() },
      ...shortTimes,
      now: () => Date.now() + clock.aheadMs,
      onEvent: ({ type }) => events.push(type),
      fetch: async (input, init) =>
        fetch(detours.left-- > 0 ? await detourOf(faults.server, server) : input, init),
    }),
  );
  // The login is not part of the case: it has normal time limits, in another process.
  const [store] = connections;
  if (store === undefined) throw new Error('a case needs a process');
  await login(createCloseOAuth({ ...appOptions, server: server.metadata, store }), key);
  detours.left = faults.server.detour === undefined ? 0 : 1;
  const grant = server.grants.get(key);
  if (faults.server.ended && grant) grant.alive = false;
  const grants = vaults.map((vault) => vault.grant({ organizationId, userId }));
  Object.assign(plan, planOf(faults.store));
  events.length = 0;
  clock.aheadMs = hourMs;
  const first = await Promise.all(grants.map(outcomeOf));
  const requests = grant?.requests ?? 0;
  const last = await Promise.all(grants.map(settledOutcomeOf));
  const current = grants.every((one) => one.peek() === grant?.refreshToken.replace('#r', '#a'));
  return { first, last, requests, reuses: grant?.reuses ?? 0, current, events };
}

async function login(vault: CloseOAuth, key: string): Promise<void> {
  const { url, transaction } = await vault.startAuthorization();
  const callbackUrl = `https://app.example/callback?code=${key}&state=${url.searchParams.get('state')}`;
  await vault.finishAuthorization({ callbackUrl, transaction });
}

async function detourOf({ detour }: ServerFault, { metadata }: TokenServer): Promise<string> {
  if (detour === 'closed port') return `http://127.0.0.1:${await findFreePort()}/token`;
  return metadata.token_endpoint.replace('http:', 'https:');
}

async function outcomeOf(grant: Grant): Promise<string> {
  try {
    await grant.get();
    return 'token';
  } catch (error) {
    return isCloseOAuthError(error) ? error.code : String(error);
  }
}

async function settledOutcomeOf(grant: Grant): Promise<string> {
  let outcome = await outcomeOf(grant);
  for (let count = 1; count < tries && outcome.endsWith('_unavailable'); count += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one attempt after another, as in an app.
    outcome = await outcomeOf(grant);
  }
  return outcome;
}
