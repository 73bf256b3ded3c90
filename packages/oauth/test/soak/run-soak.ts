import type { StoreSpec } from '../engines/open-store.ts';
import { connectGrants, startWorker } from '../proof/fleet.ts';
import type { Worker } from '../proof/fleet.ts';
import { soakFault } from './soak-fault.ts';
import { startTokenServer } from '../proof/token-server.ts';
import type { ServerGrant, TokenServer } from '../proof/token-server.ts';
import type { WorkerNews } from '../proof/worker-messages.ts';

/** The settings of a soak. */
export interface SoakOptions {
  readonly store: StoreSpec;
  readonly reuse: TokenServer['reuse'];
  readonly durationMs: number;
}

/** The result of a soak. */
export interface SoakReport {
  readonly refreshes: number;
  /** Tokens that callers got, in the processes that lived to the end. */
  readonly served: number;
  /** The errors of other callers of these processes, by code. */
  readonly codes: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly faults: number;
  readonly lostReplies: number;
  readonly reuses: number;
  readonly losses: number;
  /** The longest time from a response to the kill that explains its loss, in milliseconds. */
  readonly longestWindowMs: number;
  readonly unexplained: readonly string[];
  readonly events: Readonly<Record<string, number>>;
}

const processes = 8;
const grantCount = 200;
const killPauseMs = 900;
// From the response to the end of the write, with one failed write, on a busy machine.
const windowMs = 1000;

/** Runs a fleet while its processes are killed at random, and requests and writes fail. */
export async function runSoak({ store, reuse, durationMs }: SoakOptions): Promise<SoakReport> {
  const server = await startTokenServer({ lifetimeSeconds: 2 });
  server.reuse = reuse;
  const keys = Array.from({ length: grantCount }, (_, index) => `soak/user_${index}`);
  await connectGrants(store, server, keys);
  const tally = createTally(server);
  server.plan = tally.plan;
  const fleet = createFleet({ store, server, keys, onNews: tally.hear });
  await fleet.start();
  const endsAt = Date.now() + durationMs;
  while (Date.now() < endsAt) {
    // oxlint-disable-next-line no-await-in-loop -- one kill after another.
    await pause(killPauseMs * (0.5 + Math.random()));
    // oxlint-disable-next-line no-await-in-loop -- as above.
    await fleet.killOne();
    const lost = tally.takeLost();
    // The user connects again, so that the soak continues with all grants.
    // oxlint-disable-next-line no-await-in-loop -- as above.
    if (lost.length > 0) await connectGrants(store, server, lost);
  }
  server.plan = () => undefined;
  await fleet.stop();
  await server.close();
  return tally.report(fleet.kills());
}

interface Tally {
  readonly plan: TokenServer['plan'];
  readonly hear: (worker: string, news: WorkerNews) => void;
  /** The grants lost since the last time. */
  takeLost(): string[];
  report(killedAt: ReadonlyMap<string, number>): SoakReport;
}

interface Loss {
  readonly key: string;
  /** The rotation that was not stored. */
  readonly last: ServerGrant['commits'][number] | undefined;
}

function createTally(server: TokenServer): Tally {
  const events: Record<string, number> = {};
  const fresh = new Set<string>();
  const losses: Loss[] = [];
  let faults = 0;
  let served = 0;
  const codes: Record<string, number> = {};

  return {
    plan() {
      const fault = soakFault();
      if (fault) faults += 1;
      return fault;
    },
    hear(_, news) {
      if (news.type === 'soaked') {
        served += news.served;
        for (const [code, count] of Object.entries(news.codes)) codes[code] = (codes[code] ?? 0) + count;
      }
      if (news.type !== 'event') return;
      events[news.event] = (events[news.event] ?? 0) + 1;
      if (news.event !== 'dead') return;
      fresh.add(news.key);
      losses.push({ key: news.key, last: server.grants.get(news.key)?.commits.at(-1) });
    },
    takeLost() {
      const lost = [...fresh];
      fresh.clear();
      return lost;
    },
    report(killedAt) {
      const grants = [...server.grants.values()];
      const commits = grants.flatMap((grant) => grant.commits);
      // The time from the last response to the kill of its process: 0 when it was still waiting.
      const windowOf = ({ last }: Loss): number => {
        const killed = last && killedAt.get(last.worker);
        if (last === undefined || killed === undefined || killed < last.at) return Infinity;
        return Math.max(0, killed - last.repliedAt);
      };
      // The last rotation explains a loss: its response never arrived, or was not stored before a kill.
      const explained = (loss: Loss): boolean => loss.last?.sent === false || windowOf(loss) <= windowMs;
      const byKill = losses.filter(({ last }) => last?.sent !== false).map(windowOf);
      return {
        refreshes: commits.length - grants.length - losses.length,
        served,
        codes,
        kills: killedAt.size,
        faults,
        lostReplies: commits.filter((commit) => !commit.sent).length,
        reuses: grants.reduce((sum, grant) => sum + grant.reuses, 0),
        losses: losses.length,
        longestWindowMs: Math.max(0, ...byKill),
        unexplained: losses.filter((loss) => !explained(loss)).map((loss) => JSON.stringify(loss)),
        events,
      };
    },
  };
}

interface FleetOptions {
  readonly store: StoreSpec;
  readonly server: TokenServer;
  readonly keys: readonly string[];
  readonly onNews: (worker: string, news: WorkerNews) => void;
}

interface Fleet {
  start(): Promise<void>;
  killOne(): Promise<void>;
  stop(): Promise<void>;
  /** The time of each kill. */
  kills(): ReadonlyMap<string, number>;
}

function createFleet({ store, server, keys, onNews }: FleetOptions): Fleet {
  const workers = new Map<number, Worker>();
  const killedAt = new Map<string, number>();
  let started = 0;

  async function launch(slot: number): Promise<void> {
    const name = `w${(started += 1)}`;
    const times = { leaseMs: 5000, timeoutMs: 2500, refreshMarginMs: 300 };
    const spec = { name, store, server: server.metadata, ...times, storeFaults: 0.02 };
    const worker = await startWorker(spec, (news) => onNews(name, news));
    workers.set(slot, worker);
    worker.send({ type: 'soak', keys, pauseMs: 15 });
  }

  return {
    async start() {
      await Promise.all(Array.from({ length: processes }, (_, slot) => launch(slot)));
    },
    async killOne() {
      const slot = Math.floor(Math.random() * processes);
      const worker = workers.get(slot);
      if (worker === undefined) return;
      worker.child.kill('SIGKILL');
      killedAt.set(worker.name, Date.now());
      await worker.ended;
      await launch(slot);
    },
    async stop() {
      for (const worker of workers.values()) worker.send({ type: 'close' });
      await Promise.all(Array.from(workers.values(), (worker) => worker.ended));
    },
    kills: () => killedAt,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
