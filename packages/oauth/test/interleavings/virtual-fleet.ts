import type { Scheduler } from 'fast-check';
import { memoryStore } from '@closekit/oauth';
import type { CloseOAuthOptions, Grant, GrantRecord, TokenStore } from '@closekit/oauth';
import { authorizeGrant } from '../../src/lib/login/authorize-grant.ts';
import { parseCloseOAuthOptions } from '../../src/lib/vault/options.ts';
import { createVault } from '../../src/lib/vault/create-vault.ts';
import { createGrantStates } from '../../src/lib/grant/grant-states.ts';
import type { Sealer } from '../../src/lib/record/sealer.ts';
import { TokenSet } from '../../src/lib/base/token-set.ts';
import { createStrictServer } from './strict-server.ts';
import type { StrictServer } from './strict-server.ts';

/** A fault of one effect. */
export type Mishap = 'fails' | 'is done but reported as failed';

/** Something that the store, or the clock, goes through for a time. */
export interface Weather {
  readonly kind: 'the store is down' | 'the store takes no writes' | 'the clock is set';
  readonly ms: number;
}

/** The order of the effects, and what goes wrong. */
export interface Fate {
  readonly scheduler: Scheduler;
  /** The faults of the effects, in their order; most have none. */
  readonly mishaps?: readonly (Mishap | undefined)[];
  /** Whether only the store has faults. */
  readonly storeOnly?: boolean;
  /** How long a process stands still before each effect, in milliseconds; mostly not at all. */
  readonly standstills?: readonly (number | undefined)[];
  /** What begins each time when all processes wait; mostly nothing. */
  readonly weather?: readonly (Weather | undefined)[];
  /** How long the server takes before and after it commits, in milliseconds. */
  readonly latency?: { readonly before: number; readonly after: number };
  readonly reuse: StrictServer['reuse'];
}

/** Vaults of several processes, whose every effect waits for its turn. */
export interface VirtualFleet {
  readonly grants: readonly Grant[];
  readonly server: StrictServer;
  /** Every record that was ever written. */
  readonly history: readonly GrantRecord[];
  /** The faults that happened, for messages. */
  readonly mishaps: readonly string[];
  /** Lets turns pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T>;
  /** The time since the start, in milliseconds. */
  elapsed(): number;
  /** A process that starts without faults, an hour after the others have gone on. */
  late(): Promise<Grant>;
}

const id = { organizationId: 'orga_1', userId: 'user_1' };
const hourMs = 3_600_000;
const start = 1_800_000_000_000;

/** The time that all processes share; each may stand still. */
interface VirtualTime {
  elapsed: number;
  /** How far the wall clock was set. */
  step: number;
  sleepUntil(time: number): Promise<void>;
  /** Lets the next sleepers wake. */
  pass(): void;
}

function createTime(): VirtualTime {
  let sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const time: VirtualTime = {
    elapsed: 0,
    step: 0,
    sleepUntil: (until) => new Promise((wake) => void sleepers.push({ until, wake })),
    pass() {
      time.elapsed = Math.max(time.elapsed, Math.min(...sleepers.map(({ until }) => until)));
      const woken = sleepers.filter(({ until }) => until <= time.elapsed);
      sleepers = sleepers.filter(({ until }) => until > time.elapsed);
      for (const { wake } of woken) wake();
    },
  };
  return time;
}

/** Creates a connected fleet of `size` processes, with an expired token. */
export async function createVirtualFleet(size: number, fate: Fate): Promise<VirtualFleet> {
  const time = createTime();
  const server = createStrictServer(fate.reuse);
  const inner = memoryStore();
  const history: GrantRecord[] = [];
  const happened: string[] = [];
  const mishaps = [...(fate.mishaps ?? [])];
  const standstills = [...(fate.standstills ?? [])];
  const weather = [...(fate.weather ?? [])];
  const until: Record<Weather['kind'], number> = {
    'the store is down': 0,
    'the store takes no writes': 0,
    'the clock is set': 0,
  };
  const { latency = { before: 0, after: 0 } } = fate;
  let calm = true;

  function changeWeather(): void {
    const next = calm ? undefined : weather.shift();
    if (next === undefined) return;
    happened.push(`${next.kind}, ${next.ms} ms`);
    if (next.kind === 'the clock is set') time.step += next.ms;
    else until[next.kind] = time.elapsed + next.ms;
  }

  function assertUp(kind: 'reads' | 'writes'): void {
    const isDown = time.elapsed < until['the store is down'];
    if (isDown || (kind === 'writes' && time.elapsed < until['the store takes no writes'])) {
      throw new Error('the store is down');
    }
  }

  /** One process: its effects wait for their turn, and while it stands still. */
  function createProcess(name: string) {
    let stoodUntil = 0;
    // What could go on at the same moment does so, even if the process stands still again right then.
    const thaw = async (): Promise<void> => {
      if (time.elapsed < stoodUntil) await time.sleepUntil(stoodUntil);
    };
    return {
      async effect<T>(what: string, work: () => Promise<T>): Promise<T> {
        if (calm) return work();
        const title = `${name} ${what}`;
        const standstill = standstills.shift();
        if (standstill !== undefined) {
          happened.push(`${name} stands still for ${standstill} ms`);
          stoodUntil = time.elapsed + standstill;
        }
        const mishap = fate.storeOnly && what === 'refreshes' ? undefined : mishaps.shift();
        if (mishap !== undefined) happened.push(`${title} ${mishap}`);
        await thaw();
        await fate.scheduler.schedule(Promise.resolve(), title);
        if (mishap === 'fails') throw new TypeError(`${title} failed`);
        const result = await work();
        await fate.scheduler.schedule(Promise.resolve(), `${title} returns`);
        await thaw();
        if (mishap !== undefined) throw new TypeError(`${title} failed`);
        return result;
      },
      async sleep(ms: number, signal?: AbortSignal): Promise<void> {
        const aborted = new Promise<void>((resolve) => {
          if (signal?.aborted) resolve();
          signal?.addEventListener('abort', () => resolve(), { once: true });
        });
        await Promise.race([time.sleepUntil(time.elapsed + ms), aborted]);
        await thaw();
      },
    };
  }

  function storeOf({ effect }: ReturnType<typeof createProcess>): TokenStore {
    return {
      ...inner,
      load: (key) =>
        effect('reads', async () => {
          assertUp('reads');
          return inner.load(key);
        }),
      compareAndSet: (key, version, next) =>
        effect('writes', async () => {
          assertUp('writes');
          const done = await inner.compareAndSet(key, version, next);
          if (done) history.push(structuredClone(next));
          return done;
        }),
    };
  }

  function startProcess(name: string): { grant: Grant; connect(): Promise<void> } {
    const process = createProcess(name);
    const options: CloseOAuthOptions = {
      clientId: 'c',
      clientSecret: 's',
      redirectUri: 'https://app.example/',
      keys: [{ id: 'k', secret: 'A'.repeat(43) }],
      store: storeOf(process),
      now: () => start + time.elapsed + time.step,
      monotonicNow: () => time.elapsed,
      sleep: process.sleep,
      fetch: (input, init) =>
        process.effect('refreshes', async () => {
          await time.sleepUntil(time.elapsed + latency.before);
          const response = await server.answer(new Request(input, init));
          await time.sleepUntil(time.elapsed + latency.after);
          return response;
        }),
    };
    const { vault } = createVault({ ...parseCloseOAuthOptions(options), sealer: plainSealer });
    const { state, grant } = createGrantStates(vault).of(id);
    const first = {
      accessToken: 'a1',
      refreshToken: 'r1',
      expiresAt: start + hourMs,
      issuedAt: start,
    };
    return {
      grant,
      connect: () => authorizeGrant(vault, state, new TokenSet({ ...id, ...first, scope: '' })),
    };
  }

  await startProcess('login').connect();
  time.elapsed += 3 * hourMs;
  calm = false;
  const fleet: VirtualFleet = {
    grants: Array.from({ length: size }, (_, index) => startProcess(`p${index}`).grant),
    server,
    history,
    mishaps: happened,
    elapsed: () => time.elapsed,
    async run(work) {
      const over = new AbortController();
      const result = work.finally(() => over.abort());
      result.catch(() => undefined);
      while (!over.signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- what was woken goes as far as its next effect.
        await settle();
        if (fate.scheduler.count() > 0) {
          // oxlint-disable-next-line no-await-in-loop -- one turn at a time.
          await fate.scheduler.waitOne();
        } else if (!over.signal.aborted) {
          changeWeather();
          time.pass();
        }
      }
      return result;
    },
    async late() {
      calm = true;
      await fleet.run(time.sleepUntil(time.elapsed + hourMs));
      return startProcess('late').grant;
    },
  };
  return fleet;
}

// Real cryptography takes real time, and orders could not be replayed.
const plainSealer: Sealer = {
  seal: (text, place) => Promise.resolve(JSON.stringify({ text, place })),
  open(sealed, place) {
    const envelope: { text: string; place: string } = JSON.parse(sealed);
    if (envelope.place !== place) throw new Error('sealed for another place');
    return Promise.resolve(envelope.text);
  },
  isCurrent: () => true,
  fingerprint: (secret) => Promise.resolve(`of ${secret}`),
};

async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- replies are read in several turns of the event loop.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
