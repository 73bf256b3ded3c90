import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deferred } from '../deferred.ts';
import type { Place } from '../engines.ts';
import { engines } from '../engines.ts';
import { connectGrants, startWorker } from './fleet.ts';
import type { Worker } from './fleet.ts';
import { startTokenServer } from './token-server.ts';
import type { TokenServer } from './token-server.ts';
import { steps } from './worker-messages.ts';
import type { Step } from './worker-messages.ts';

const aheadMs = 3_600_000;
// In the proportion of the defaults: a request that was not sent before a pause is past its time limit after
// it.
const leaseMs = 6000;
const timeoutMs = 2000;
const limitMs = 120_000;
const policies = ['refuse', 'revoke-grant'] as const;

type Policy = (typeof policies)[number];

// Twelve heartbeats are a lease. A process may stand still for eight of them while another needs the token.
const heartbeatMs = leaseMs / 12;
const impatient = { key: 'stop/patience', durationMs: 4000, replyPatienceMs: 1500, isAsked: false };
const asked = { key: 'stop/asked', durationMs: 8 * heartbeatMs, replyPatienceMs: 300_000, isAsked: true };

/** The result for a connection whose process was halted. */
interface Outcome {
  readonly step: Step;
  /** Whether the user has to connect again. */
  readonly lost: boolean;
  /** Requests with a spent refresh token. */
  readonly reuses: number;
  /** Whether the survivors got the truth: a valid token, or a lost connection. */
  readonly honest: boolean;
}

// Between these two the server has rotated, and only the halted process has the new pair.
const fatal: readonly Step[] = ['after the server has rotated', 'after the reply is read'];

describe.each(policies)('a process that is halted, against a server with the policy %s', (policy) => {
  const bench = useBench(policy);

  it.concurrent(
    'loses the connection by SIGKILL between the rotation and the write, and at no other step',
    async () => {
      const outcomes = await Promise.all(steps.map((step) => bench.halt(step, 'SIGKILL')));
      report(policy, 'SIGKILL', outcomes);
      expect(outcomes.filter(({ lost }) => lost).map(({ step }) => step)).toEqual(fatal);
      expect(outcomes.filter(({ honest }) => !honest)).toEqual([]);
    },
    limitMs,
  );

  it.concurrent(
    'loses nothing by SIGSTOP longer than the lease, but what a server that ends grants at reuse takes',
    async () => {
      const outcomes = await Promise.all(steps.map((step) => bench.halt(step, 'SIGSTOP')));
      report(policy, 'SIGSTOP', outcomes);
      // The one who comes after the pause cannot know that the server has rotated. It has to find out. And
      // one that is paused right before sending may find its connection open sooner than its time limit over.
      const decided = outcomes.filter(({ step }) => step !== 'before the request is sent');
      const lost = (policy === 'refuse' ? outcomes : decided).filter((outcome) => outcome.lost);
      expect(lost.map(({ step }) => step)).toEqual(policy === 'refuse' ? [] : fatal);
      expect(decided.filter(({ reuses }) => reuses > 0).map(({ step }) => step)).toEqual(fatal);
    },
    limitMs,
  );

  it.concurrent(
    'keeps the connection by SIGSTOP longer than its patience, while the response lies in its socket',
    async () => {
      const outcome = await bench.stop(impatient);
      expect(outcome).toEqual({ tokens: [`${impatient.key}#a2`], codes: [], requests: 1 });
    },
    limitMs,
  );

  it.concurrent(
    'keeps the connection by SIGSTOP for eight heartbeats while other processes need the token',
    async () => {
      const outcome = await bench.stop(asked);
      expect(outcome).toEqual({ tokens: [`${asked.key}#a2`], codes: [], requests: 1 });
    },
    limitMs,
  );
});

/** A server, a store and two surviving processes. */
interface Bench {
  halt(step: Step, signal: 'SIGKILL' | 'SIGSTOP'): Promise<Outcome>;
  /** Stops a process while the response to its refresh arrives, and lets it go on. */
  stop(options: StopOptions): Promise<StopOutcome>;
}

interface StopOptions {
  readonly key: string;
  readonly durationMs: number;
  readonly replyPatienceMs: number;
  /** Whether the other processes need the token in that time. */
  readonly isAsked: boolean;
}

interface StopOutcome {
  /** What all callers got, and those that came afterwards. */
  readonly tokens: readonly string[];
  readonly codes: readonly string[];
  readonly requests: number;
}

function useBench(policy: Policy): Bench {
  const [engine] = engines.filter(({ shared }) => shared);
  let place: Place;
  let server: TokenServer;
  let survivors: Worker[] = [];
  const victims: Worker[] = [];
  // The processes to stop at their next refresh, by grant.
  const stopped = new Map<string, Worker>();
  const settingsOf = (name: string) => {
    if (place.spec === undefined) throw new Error('processes cannot share this store');
    const times = { leaseMs, timeoutMs, refreshMarginMs: 30_000 };
    return { name, store: place.spec, server: server.metadata, ...times };
  };

  beforeAll(async () => {
    if (engine === undefined) throw new Error('no engine to share');
    place = await engine.makePlace();
    server = await startTokenServer();
    server.reuse = policy;
    server.plan = ({ key }) => {
      // The signal comes before the rotation, the response after the process has stopped.
      const isStopped = stopped.get(key)?.child.kill('SIGSTOP');
      stopped.delete(key);
      return isStopped ? { kind: 'late', ms: 100 } : undefined;
    };
    const halts = steps.flatMap((_, index) => [`SIGKILL/user_${index}`, `SIGSTOP/user_${index}`]);
    const keys = [...halts, impatient.key, asked.key];
    await connectGrants(settingsOf('').store, server, keys);
    survivors = await Promise.all(['s1', 's2'].map((name) => startWorker(settingsOf(name))));
  });

  afterAll(async () => {
    for (const { child } of victims) child.kill('SIGKILL');
    for (const worker of survivors) worker.send({ type: 'close' });
    await Promise.all(survivors.map((worker) => worker.ended));
    await server.close();
    await place.end();
  });

  return {
    async halt(step, signal) {
      const key = `${signal}/user_${steps.indexOf(step)}`;
      const halted = deferred();
      const spec = { ...settingsOf(`victim ${step}`), halt: { step, signal } };
      const victim = await startWorker(spec, (news) => news.type === 'halted' && halted.resolve());
      victims.push(victim);
      const order = { key, callers: 5, aheadMs };
      const ending = victim.get(order);
      await Promise.race([signal === 'SIGKILL' ? victim.ended : halted.promise, ending]);
      const results = await Promise.all(survivors.map((worker) => worker.get(order)));
      if (signal === 'SIGSTOP') {
        // It may answer before it halts, and a signal that comes before it halts is lost on it: so until it
        // has ended.
        const resuming = setInterval(() => victim.child.kill('SIGCONT'), 100);
        await ending;
        victim.send({ type: 'close' });
        await victim.ended;
        clearInterval(resuming);
      }
      return judge(step, key, results);
    },
    async stop({ key, durationMs, replyPatienceMs, isAsked }) {
      const victim = await startWorker({ ...settingsOf(`victim ${key}`), replyPatienceMs });
      victims.push(victim);
      stopped.set(key, victim);
      const order = { key, callers: 5, aheadMs };
      const own = victim.get(order);
      await waitUntil(() => !stopped.has(key));
      const others = isAsked ? survivors.map((worker) => worker.get(order)) : [];
      await pause(durationMs);
      victim.child.kill('SIGCONT');
      const results = await Promise.all([own, ...others]);
      results.push(...(await Promise.all(survivors.map((worker) => worker.get(order)))));
      victim.send({ type: 'close' });
      await victim.ended;
      return {
        tokens: [...new Set(results.flatMap((got) => got?.tokens ?? []))],
        codes: results.flatMap((got) => got?.codes ?? []),
        requests: server.grants.get(key)?.requests ?? 0,
      };
    },
  };

  async function judge(
    step: Step,
    key: string,
    results: readonly ({ tokens: readonly string[]; codes: readonly string[] } | undefined)[],
  ): Promise<Outcome> {
    const grant = server.grants.get(key);
    const final = await survivors[0]?.get({ key, callers: 1, aheadMs });
    const told = final?.codes[0] === 'reauthorization_required';
    const lost = told || grant?.alive === false;
    const works = final?.tokens[0]?.replace('#a', '#r') === grant?.refreshToken && grant?.alive === true;
    const codes = results.flatMap((result) => result?.codes ?? []);
    const honest = (told || works) && codes.every((code) => told && code === 'reauthorization_required');
    return { step, lost, reuses: grant?.reuses ?? 0, honest };
  }
}

async function waitUntil(isTrue: () => boolean): Promise<void> {
  // oxlint-disable-next-line no-await-in-loop -- one look after the other.
  while (!isTrue()) await pause(10);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function report(policy: Policy, signal: string, outcomes: readonly Outcome[]): void {
  const rows = outcomes.map(
    ({ step, lost, reuses }) => `  ${step}: ${lost ? 'lost' : 'kept'}, ${reuses} reuses`,
  );
  process.stdout.write(`${signal}, ${policy}\n${rows.join('\n')}\n`);
}
