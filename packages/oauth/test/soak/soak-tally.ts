import type { OAuthEventType } from '@closekit/oauth';
import type { StoreSpec } from '../engines/open-store.ts';
import { openStore } from '../engines/open-store.ts';
import { workerKeys } from '../proof/worker-keys.ts';
import { createKeyRing } from '../../src/lib/record/key-ring.ts';
import { createSealer } from '../../src/lib/record/sealer.ts';
import { createGrantRecords } from '../../src/lib/record/grant-records.ts';
import type { TokenServer } from '../proof/token-server.ts';
import type { WorkerNews } from '../proof/worker-messages.ts';
import { causeOfLoss, unheldMs } from './cause-of-loss.ts';
import type { LossCause } from './cause-of-loss.ts';
import { soakLeaseMs } from './soak-fleet.ts';
import type { FleetHistory } from './soak-fleet.ts';

/** Counts what the processes report, and judges the connections that they report as lost. */
export interface SoakTally {
  readonly hear: (news: WorkerNews) => void;
  /** The grants that are lost since the last time. Those whose holder may still store its tokens come later. */
  takeLost(): Promise<string[]>;
  /** Judges every grant, once all processes have ended. */
  judgeAll(): Promise<void>;
  readonly events: Partial<Record<OAuthEventType, number>>;
  /** The errors that callers got in the end, by code. */
  readonly codes: Record<string, number>;
  readonly served: () => number;
  readonly losses: Readonly<Record<LossCause, number>>;
  /** The longest times from a response to the news that its tokens are stored, in milliseconds. */
  readonly writesMs: () => readonly number[];
  /** Connections reported as lost whose tokens were stored later. */
  readonly recovered: () => number;
  /** The unexplained losses. */
  readonly unexplained: readonly string[];
  close(): Promise<void>;
}

/** The settings of a tally. */
export interface SoakTallyOptions {
  readonly store: StoreSpec;
  readonly server: TokenServer;
  readonly history: FleetHistory;
}

// The longest standstill, and the write after it.
const holderMs = 2 * soakLeaseMs;

const longestWrites = 5;

/** Creates a tally. */
export function createSoakTally({ store, server, history }: SoakTallyOptions): SoakTally {
  const reported = new Map<string, number>();
  const losses = {
    'killed before stored': 0,
    'answer never arrived': 0,
    'stood still too long': 0,
    unexplained: 0,
  };
  const unexplained: string[] = [];
  const events: Partial<Record<OAuthEventType, number>> = {};
  const codes: Record<string, number> = {};
  const opened = openStore(store);
  const sealer = createSealer(createKeyRing(workerKeys));
  const records = createGrantRecords(opened, sealer, { now: Date.now, aheadMs: () => 0 });
  let writesMs: readonly number[] = [];
  let [served, recovered] = [0, 0];

  function timeWrite(key: string): void {
    const last = server.grants.get(key)?.commits.at(-1);
    if (last === undefined) return;
    const writeMs = Math.round(unheldMs(history, last.worker, { from: last.repliedAt, to: Date.now() }));
    writesMs = [...writesMs, writeMs].toSorted((a, b) => b - a).slice(0, longestWrites);
  }

  async function isLost(key: string): Promise<boolean> {
    const grant = server.grants.get(key);
    const [organizationId = '', userId = ''] = key.split('/');
    const record = await records.load({ organizationId, userId });
    const isStored = record?.fingerprint === (await sealer.fingerprint(grant?.refreshToken ?? ''));
    return !(isStored && record?.status === 'active' && grant?.alive);
  }

  async function judge(key: string): Promise<boolean> {
    const grant = server.grants.get(key);
    if (grant === undefined || !(await isLost(key))) {
      recovered += 1;
      return false;
    }
    const cause = causeOfLoss({ grant, policy: server.reuse, history });
    losses[cause] += 1;
    if (cause === 'unexplained') unexplained.push(describe(key));
    return true;
  }

  function describe(key: string): string {
    const grant = server.grants.get(key);
    const commits = grant?.commits.slice(-3) ?? [];
    const workers = new Set([...commits.map(({ worker }) => worker), grant?.reused?.worker ?? '']);
    const fates = Array.from(workers, (worker) => ({
      worker,
      killedAt: history.killedAt.get(worker),
      stops: history.stops.get(worker),
    }));
    const outages = history.outages.slice(-3);
    return JSON.stringify({ ...grant, commits, fates, outages, reportedAt: reported.get(key) });
  }

  async function take(isDue: (reportedAt: number) => boolean): Promise<string[]> {
    const lost: string[] = [];
    for (const [key, reportedAt] of reported) {
      if (!isDue(reportedAt)) continue;
      // oxlint-disable-next-line no-await-in-loop -- they are few.
      if (await judge(key)) lost.push(key);
      reported.delete(key);
    }
    return lost;
  }

  return {
    hear(news) {
      if (news.type === 'soaked') {
        served += news.served;
        for (const [code, count] of Object.entries(news.codes)) codes[code] = (codes[code] ?? 0) + count;
      }
      if (news.type !== 'event') return;
      events[news.event] = (events[news.event] ?? 0) + 1;
      if (news.event === 'refreshed') timeWrite(news.key);
      if (news.event === 'dead' && !reported.has(news.key)) reported.set(news.key, Date.now());
    },
    takeLost: () => take((reportedAt) => reportedAt < Date.now() - holderMs),
    async judgeAll() {
      const lost = new Set(await take(() => true));
      for (const key of server.grants.keys()) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other is gentle to the store.
        if (!lost.has(key) && (await isLost(key))) await judge(key);
      }
    },
    events,
    codes,
    served: () => served,
    losses,
    writesMs: () => writesMs,
    recovered: () => recovered,
    unexplained,
    close: async () => opened.close?.(),
  };
}
