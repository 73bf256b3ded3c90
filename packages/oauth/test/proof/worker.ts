import { flushCompileCache } from 'node:module';
import { createCloseOAuth, isCloseOAuthError } from '@closekit/oauth';
import type { CloseOAuth, Grant, TokenStore } from '@closekit/oauth';
import { openStore } from '../engines/open-store.ts';
import { workerKeys } from './worker-keys.ts';
import type { Step, WorkerNews, WorkerOrder, WorkerSpec } from './worker-messages.ts';

// A process of a fleet: it opens the store like an app, and follows the messages of its parent.
const retryMs = 200;
let oauth: CloseOAuth | undefined;
let aheadMs = 0;
const ending = new AbortController();
let halted = false;
let cut = { until: 0, writesOnly: false };
let soaking: Promise<unknown> | undefined;

process.on('message', (order: WorkerOrder) => {
  void obey(order);
});
process.on('disconnect', () => process.exit(0));

async function obey(order: WorkerOrder): Promise<void> {
  if (order.type === 'start') start(order.spec);
  if (order.type === 'get') await get(order);
  if (order.type === 'soak') soaking = Promise.all(Array.from({ length: 4 }, () => soak(order)));
  if (order.type === 'cut') cut = order;
  if (order.type === 'close') await close();
}

function start(spec: WorkerSpec): void {
  const reach = (step: Step): void => {
    if (spec.halt?.step !== step || halted) return;
    halted = true;
    tell({ type: 'halted' });
    process.kill(process.pid, spec.halt.signal);
  };
  const { server, leaseMs, timeoutMs, refreshMarginMs, replyPatienceMs, serverProfile } = spec;
  oauth = createCloseOAuth({
    clientId: 'client',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    keys: workerKeys,
    server,
    leaseMs,
    timeoutMs,
    refreshMarginMs,
    ...(replyPatienceMs && { replyPatienceMs }),
    ...(serverProfile && { serverProfile }),
    now: () => Date.now() + aheadMs,
    store: watched(openStore(spec.store), { reach, faults: spec.storeFaults ?? 0 }),
    fetch: async (input, init) => {
      reach('before the request is sent');
      const headers = { ...Object.fromEntries(new Headers(init?.headers)), 'x-worker': spec.name };
      const response = await fetch(input, { ...init, headers });
      reach('after the server has rotated');
      return response;
    },
    onEvent: ({ type, organizationId, userId }) => {
      if (type !== 'joined') tell({ type: 'event', event: type, key: `${organizationId}/${userId}` });
      if (type === 'refreshed') setImmediate(() => reach('after the token is handed out'));
    },
  });
  flushCompileCache();
  tell({ type: 'ready' });
}

interface Watch {
  readonly reach: (step: Step) => void;
  readonly faults: number;
}

/** Halts at the steps of the store, and lets some writes fail, before or after they are done. */
function watched(store: TokenStore, { reach, faults }: Watch): TokenStore {
  const fail = (): void => {
    if (Math.random() < faults || Date.now() < cut.until) throw new Error('the store failed');
  };
  return {
    ...store,
    async load(key) {
      reach('before the record is read');
      if (Date.now() < cut.until && !cut.writesOnly) throw new Error('the store is down');
      return store.load(key);
    },
    async compareAndSet(key, version, next) {
      const stores = next.generation > 1;
      reach(stores ? 'after the reply is read' : 'before the lease is written');
      fail();
      const done = await store.compareAndSet(key, version, next);
      // A heartbeat may have come in between: the write is repeated, and nothing is stored yet.
      if (done) reach(stores ? 'after the pair is stored' : 'after the lease is written');
      fail();
      return done;
    },
  };
}

async function get(order: Extract<WorkerOrder, { type: 'get' }>): Promise<void> {
  aheadMs = order.aheadMs;
  const grant = grantOf(order.key);
  const calls = Array.from({ length: order.callers }, async () => {
    const askedAt = performance.now();
    const result = await settleFinally(grant);
    return { ...result, waitMs: performance.now() - askedAt };
  });
  const results = await Promise.all(calls);
  tell({
    type: 'got',
    id: order.id,
    tokens: results.flatMap(({ token }) => (token === undefined ? [] : [token])),
    codes: results.flatMap(({ code }) => (code === undefined ? [] : [code])),
    waitsMs: results.map(({ waitMs }) => Math.round(waitMs)),
  });
}

async function soak({ keys, pauseMs }: Extract<WorkerOrder, { type: 'soak' }>): Promise<void> {
  const codes: Record<string, number> = {};
  let served = 0;
  while (!ending.signal.aborted) {
    const key = keys[Math.floor(Math.random() * keys.length)] ?? '';
    const { code } = await settleSoon(grantOf(key));
    if (code === undefined) served += 1;
    else codes[code] = (codes[code] ?? 0) + 1;
    await pause(pauseMs);
  }
  tell({ type: 'soaked', served, codes });
}

/** Tries again as long as the vault says that nothing is lost. */
async function settleFinally(grant: Grant): Promise<{ token?: string; code?: string }> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one try after the other.
    const result = await settle(grant);
    if (result.code !== 'refresh_unavailable') return result;
  }
}

/** Tries again as a client does, until the worker closes. */
async function settleSoon(grant: Grant): Promise<{ token?: string; code?: string }> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one try after the other.
    const result = await settle(grant);
    if (result.code !== 'refresh_unavailable' || ending.signal.aborted) return result;
    // oxlint-disable-next-line no-await-in-loop -- as above.
    await pause(retryMs);
  }
}

async function settle(grant: Grant): Promise<{ token?: string; code?: string }> {
  try {
    return { token: await grant.get() };
  } catch (error) {
    return { code: isCloseOAuthError(error) ? error.code : String(error) };
  }
}

async function close(): Promise<void> {
  ending.abort();
  await soaking;
  await oauth?.close().catch(() => undefined);
  if (oauth) tell({ type: 'closed', stats: oauth.stats() });
  process.disconnect();
}

function grantOf(key: string): Grant {
  const [organizationId = '', userId = ''] = key.split('/');
  if (oauth === undefined) throw new Error('not started');
  return oauth.grant({ organizationId, userId });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function tell(news: WorkerNews): void {
  if (process.connected) process.send?.(news);
}
