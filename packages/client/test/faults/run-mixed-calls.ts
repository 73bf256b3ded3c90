import { getEventListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { listen } from '@closekit/sandbox/node';
import { createCloseClient } from '../../src/index.ts';
import { sandboxSource } from '../sandbox-source.ts';
import { faultyServer, neverMs } from './faulty-server.ts';
import { judgeCall } from './judge-call.ts';
import { assignLeads, isWrite, kept, markOf, planCall, send } from './mixed-call.ts';
import type { MixedCall } from './mixed-call.ts';

/** Calls in flight at a time. */
const workers = 64;

/** What a run has shown. */
export interface Report {
  /** What went wrong, call by call. */
  readonly problems: readonly string[];
  readonly seed: number;
  /** Calls by the way they ended: `ok` or the code of their error. */
  readonly endings: Readonly<Record<string, number>>;
  /** Requests that met a fault. */
  readonly faulty: number;
  /** Requests that were refused because their token had expired. */
  readonly refused: number;
  /** Listeners that are left at the signal that the calls share. */
  readonly listeners: number;
}

/** Sends mixed calls over sockets to a sandbox with faults, and judges each. All follows from the seed. */
export async function runMixedCalls(count: number, seed: number): Promise<Report> {
  const calls = new Map(Array.from({ length: count }, (_, id) => [id, planCall(id, seed)]));
  const deletes = [...calls.values()].filter(({ kind }) => kind === 'delete').length;
  const rateLimit = { limit: 2_000, windowMs: 1_000 };
  const sandbox = createSandbox({ leads: kept + deletes, seed, rateLimit });
  assignLeads(calls.values(), await listLeads(sandbox));
  const { url, close: closeServer } = await listen(faultyServer(sandbox, calls));
  const close = createCloseClient({
    auth: sandboxSource(sandbox),
    baseUrl: `${url}/api/v1`,
    // Waits are shorter here, and calls have no limit: how fast the machine is must not matter.
    sleep: (durationMs, signal) => wait(durationMs / 100, undefined, { signal }),
    timeoutMs: Infinity,
    totalTimeoutMs: Infinity,
    retry: { maxDelayMs: Infinity },
  });
  const { signal } = new AbortController();
  const queue = calls.values();
  const work = async (): Promise<void> => {
    for (const call of queue) {
      if (call.id === Math.floor(count / 2)) sandbox.expireAccessTokens();
      await send(close, call, signal);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  sandbox.clock.advance(neverMs);
  // Ends when no request is open any more.
  await closeServer();
  return {
    seed,
    ...report([...calls.values()], sandbox),
    listeners: getEventListeners(signal, 'abort').length,
  };
}

/** The ids of all leads, directly from the sandbox. */
async function listLeads(sandbox: Sandbox): Promise<string[]> {
  const close = createCloseClient({ auth: sandboxSource(sandbox), fetch: sandbox.fetch, rateLimit: 'off' });
  const leads = await close.leads.list({ _limit: 200, fields: ['id'] }).toArray({ limit: Infinity });
  sandbox.requests.length = 0;
  return leads.map(({ id }) => id);
}

function report(calls: readonly MixedCall[], sandbox: Sandbox): Omit<Report, 'seed' | 'listeners'> {
  const acted = countActs(sandbox);
  const arrivals = calls.flatMap((call) => call.arrivals);
  const endings: Record<string, number> = {};
  for (const { result } of calls) {
    const ending = result?.ok === false ? result.error.code : 'ok';
    endings[ending] = (endings[ending] ?? 0) + 1;
  }
  return {
    problems: calls.flatMap((call) => describe(call, judgeCall(call, acted(call)))),
    endings,
    faulty: arrivals.filter(({ fault }) => fault !== undefined).length,
    refused: arrivals.filter(({ status }) => status === 401).length,
  };
}

function describe(call: MixedCall, problem: string | undefined): string[] {
  if (problem === undefined) return [];
  const seen = call.arrivals.map(({ fault, status }) => `${fault ?? '-'} ${status}`);
  return [`${call.kind} ${call.id} ${problem} (server: ${seen.join(', ')})`];
}

/** How often the sandbox has carried out the write of a call, by its own log. */
function countActs(sandbox: Sandbox): (call: MixedCall) => number {
  const done = sandbox.requests
    .filter(({ status, method }) => status >= 200 && status < 300 && method !== 'GET')
    .map(({ method, path, body }) => `${method} ${path} ${JSON.stringify(body)}`);
  const counts = new Map<string, number>();
  for (const line of done) for (const mark of marksIn(line)) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  return (call) =>
    isWrite(call) ? (counts.get(call.kind === 'delete' ? `DELETE ${call.lead}` : markOf(call)) ?? 0) : 0;
}

function marksIn(line: string): string[] {
  const deleted = /^DELETE .*\/(lead_\w+)\//.exec(line)?.[1];
  return deleted === undefined ? (/call \d+/.exec(line) ?? []).slice() : [`DELETE ${deleted}`];
}
