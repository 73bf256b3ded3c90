import { isCloseOAuthError } from '@closekit/oauth';
import type { OAuthEventType } from '@closekit/oauth';
import type { StoreSpec } from '../engines/open-store.ts';
import { connectGrants } from '../proof/fleet.ts';
import { startTokenServer } from '../proof/token-server.ts';
import type { TokenServer } from '../proof/token-server.ts';
import type { LossCause } from './cause-of-loss.ts';
import { seededRandom } from './seeded-random.ts';
import { createSoakFaults } from './soak-fault.ts';
import { createSoakFleet, pause } from './soak-fleet.ts';
import type { SoakFleet } from './soak-fleet.ts';
import { createSoakTally } from './soak-tally.ts';
import type { SoakTally } from './soak-tally.ts';

/** The settings of a soak. */
export interface SoakOptions {
  readonly store: StoreSpec;
  readonly reuse: TokenServer['reuse'];
  readonly durationMs: number;
  readonly seed: number;
}

/** The result of a soak. */
export interface SoakReport {
  readonly refreshes: number;
  /** Tokens that callers got, in the processes that lived to the end. */
  readonly served: number;
  /** The errors that callers of these processes got in the end, by code. */
  readonly codes: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly stops: number;
  readonly outages: number;
  /** Requests that the server did not answer as usual, and those answered late. */
  readonly faults: number;
  readonly lateReplies: number;
  readonly lostReplies: number;
  readonly reuses: number;
  readonly losses: Readonly<Record<LossCause, number>>;
  /** The longest times from a response to the news that its tokens are stored, in milliseconds. */
  readonly writesMs: readonly number[];
  /** Connections reported as lost whose tokens were stored later. */
  readonly recovered: number;
  readonly unexplained: readonly string[];
  readonly events: Readonly<Partial<Record<OAuthEventType, number>>>;
}

const grantCount = 200;
const killEveryMs = 900;
const stopEveryMs = 3000;
const longestStopMs = 7000;
const cutEveryMs = 8000;
const longestCutMs = 3000;
// A stopped process may hold the lock of the store; an attempt waits for it for up to five seconds.
const loginLimit = 10;

/** Runs a fleet whose processes are killed and stopped at random, while requests, writes and the store fail. */
export async function runSoak({ store, reuse, durationMs, seed }: SoakOptions): Promise<SoakReport> {
  const random = seededRandom(seed);
  const server = await startTokenServer({ lifetimeSeconds: 2 });
  server.reuse = reuse;
  const keys = Array.from({ length: grantCount }, (_, index) => `soak/user_${index}`);
  await connectGrants(store, server, keys);
  const nextFault = createSoakFaults(random);
  const kinds: string[] = [];
  server.plan = () => {
    const fault = nextFault();
    if (fault !== undefined) kinds.push(fault.kind);
    return fault;
  };
  let tally: SoakTally | undefined;
  const fleet = createSoakFleet({ store, server, keys, random, onNews: (news) => tally?.hear(news) });
  const counting = createSoakTally({ store, server, history: fleet.history });
  tally = counting;
  await fleet.start();
  await trouble(fleet, {
    random,
    endsAt: Date.now() + durationMs,
    mend: () => reconnect(counting, { store, server }),
  });
  server.plan = () => undefined;
  await fleet.close();
  await counting.judgeAll();
  await counting.close();
  await server.close();
  return toReport({ server, fleet, tally: counting, kinds });
}

interface Trouble {
  readonly random: () => number;
  readonly endsAt: number;
  /** Connects lost grants again. */
  readonly mend: () => Promise<void>;
}

/** Kills, stops and outages, each in a rhythm of its own; all of them have ended when it resolves. */
async function trouble(fleet: SoakFleet, { random, endsAt, mend }: Trouble): Promise<void> {
  const again = async (everyMs: number, act: () => Promise<void>): Promise<void> => {
    while (Date.now() < endsAt) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other.
      await pause(everyMs * (0.5 + random()));
      // oxlint-disable-next-line no-await-in-loop -- as above.
      await act();
    }
  };
  await Promise.all([
    again(killEveryMs, async () => {
      await fleet.killOne();
      await mend();
    }),
    again(stopEveryMs, () => fleet.stopOne(longestStopMs * random())),
    again(cutEveryMs, () => fleet.cutStore(longestCutMs * random(), random() < 0.5)),
  ]);
}

/** The user connects again, so that the soak continues with all grants; the store may be locked or down for a time. */
async function reconnect(
  tally: SoakTally,
  { store, server }: { readonly store: StoreSpec; readonly server: TokenServer },
): Promise<void> {
  for (const key of await tally.takeLost()) {
    // oxlint-disable-next-line no-await-in-loop -- one login after another.
    await login(() => connectGrants(store, server, [key]));
  }
}

async function login(attempt: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- as a user does, after an error page.
      await attempt();
      return;
    } catch (error) {
      if (!isCloseOAuthError(error) || error.code !== 'store_unavailable' || tries >= loginLimit) throw error;
    }
  }
}

interface Outcome {
  readonly server: TokenServer;
  readonly fleet: SoakFleet;
  readonly tally: SoakTally;
  readonly kinds: readonly string[];
}

function toReport({ server, fleet, tally, kinds }: Outcome): SoakReport {
  const grants = [...server.grants.values()];
  const commits = grants.flatMap((grant) => grant.commits);
  const { history } = fleet;
  return {
    refreshes: commits.filter(({ worker }) => worker !== '').length,
    served: tally.served(),
    codes: tally.codes,
    kills: history.killedAt.size,
    stops: [...history.stops.values()].flat().length,
    outages: history.outages.length,
    faults: kinds.length,
    lateReplies: kinds.filter((kind) => kind === 'late').length,
    lostReplies: commits.filter((commit) => !commit.sent).length,
    reuses: grants.reduce((sum, grant) => sum + grant.reuses, 0),
    losses: tally.losses,
    writesMs: tally.writesMs(),
    recovered: tally.recovered(),
    unexplained: tally.unexplained,
    events: tally.events,
  };
}
