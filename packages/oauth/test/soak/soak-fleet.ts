import type { StoreSpec } from '../engines/open-store.ts';
import { startWorker } from '../proof/fleet.ts';
import type { Worker } from '../proof/fleet.ts';
import type { TokenServer } from '../proof/token-server.ts';
import type { WorkerNews } from '../proof/worker-messages.ts';

/** A time in which a process stood still, or in which the store was down. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What happened to the processes and to their store. */
export interface FleetHistory {
  /** The time of each kill. */
  readonly killedAt: Map<string, number>;
  readonly stops: Map<string, Span[]>;
  readonly outages: Span[];
}

/** The settings of a fleet. */
export interface SoakFleetOptions {
  readonly store: StoreSpec;
  readonly server: TokenServer;
  readonly keys: readonly string[];
  readonly random: () => number;
  readonly onNews: (news: WorkerNews) => void;
}

/** Processes that are killed, stopped and cut off from their store. */
export interface SoakFleet {
  readonly history: FleetHistory;
  start(): Promise<void>;
  /** Kills a process and starts another in its place. */
  killOne(): Promise<void>;
  /** Stops a process for a time. */
  stopOne(durationMs: number): Promise<void>;
  /** Takes the store down, or only its writes, for all processes. */
  cutStore(durationMs: number, writesOnly: boolean): Promise<void>;
  close(): Promise<void>;
}

/** The lease of the processes: the times of the algorithm are in proportion to it. */
export const soakLeaseMs = 5000;

const processes = 8;

/** Creates a fleet; nothing is started. */
export function createSoakFleet({ store, server, keys, random, onNews }: SoakFleetOptions): SoakFleet {
  const workers = new Map<number, Worker>();
  const history: FleetHistory = { killedAt: new Map(), stops: new Map(), outages: [] };
  let started = 0;

  async function launch(slot: number): Promise<void> {
    const name = `w${(started += 1)}`;
    const times = { leaseMs: soakLeaseMs, timeoutMs: 2500, refreshMarginMs: 300 };
    const spec = { name, store, server: server.metadata, ...times, storeFaults: 0.02 };
    const worker = await startWorker(spec, onNews);
    workers.set(slot, worker);
    worker.send({ type: 'soak', keys, pauseMs: 15 });
  }

  return {
    history,
    async start() {
      await Promise.all(Array.from({ length: processes }, (_, slot) => launch(slot)));
    },
    async killOne() {
      const slot = Math.floor(random() * processes);
      const worker = workers.get(slot);
      if (worker === undefined) return;
      worker.child.kill('SIGKILL');
      history.killedAt.set(worker.name, Date.now());
      await worker.ended;
      await launch(slot);
    },
    async stopOne(durationMs) {
      const worker = workers.get(Math.floor(random() * processes));
      if (worker === undefined) return;
      const from = Date.now();
      worker.child.kill('SIGSTOP');
      await pause(durationMs);
      worker.child.kill('SIGCONT');
      const spans = history.stops.get(worker.name) ?? [];
      history.stops.set(worker.name, [...spans, { from, to: Date.now() }]);
    },
    async cutStore(durationMs, writesOnly) {
      const outage = { from: Date.now(), to: Date.now() + durationMs };
      history.outages.push(outage);
      for (const worker of workers.values()) worker.send({ type: 'cut', until: outage.to, writesOnly });
      await pause(durationMs);
    },
    async close() {
      for (const worker of workers.values()) worker.send({ type: 'close' });
      await Promise.all(Array.from(workers.values(), (worker) => worker.ended));
    },
  };
}

/** Waits. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
