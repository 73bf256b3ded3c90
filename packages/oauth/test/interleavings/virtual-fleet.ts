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

/** The order of the effects, and their faults. */
export interface Fate {
  readonly scheduler: Scheduler;
  /** The faults of the effects, in their order; most have none. */
  readonly mishaps: readonly (Mishap | undefined)[];
  /** Whether only the store has faults. */
  readonly storeOnly?: boolean;
  /** Whether a pause may pass while others have work to do, as for a process that is paused. */
  readonly unfair: boolean;
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
  /** A process that starts after the others, without faults. */
  late(): Grant;
}

const id = { organizationId: 'orga_1', userId: 'user_1' };
const hourMs = 3_600_000;

/** Creates a connected fleet of `size` processes, with an expired token. */
export async function createVirtualFleet(size: number, fate: Fate): Promise<VirtualFleet> {
  const clock = { time: 1_800_000_000_000 };
  const sleepers: { readonly until: number; readonly wake: () => void }[] = [];
  const server = createStrictServer(fate.reuse);
  const inner = memoryStore();
  const history: GrantRecord[] = [];
  const happened: string[] = [];
  const plan = [...fate.mishaps];
  let calm = true;

  async function effect<T>(name: string, work: () => Promise<T>): Promise<T> {
    if (calm) return work();
    const mishap = fate.storeOnly && name.endsWith('refreshes') ? undefined : plan.shift();
    if (mishap !== undefined) happened.push(`${name} ${mishap}`);
    await fate.scheduler.schedule(Promise.resolve(), name);
    if (mishap === 'fails') throw new TypeError(`${name} failed`);
    const result = await work();
    await fate.scheduler.schedule(Promise.resolve(), `${name} returns`);
    if (mishap !== undefined) throw new TypeError(`${name} failed`);
    return result;
  }

  async function sleep(ms: number): Promise<void> {
    if (fate.unfair && !calm) {
      await fate.scheduler.schedule(Promise.resolve(), `${Math.round(ms)} ms`);
      // Long enough that a few pauses outlast a lease.
      clock.time += ms * 1000;
      return;
    }
    await new Promise<void>((resolve) => {
      sleepers.push({ until: clock.time + ms, wake: resolve });
    });
  }

  function passTime(): void {
    sleepers.sort((a, b) => a.until - b.until);
    const next = sleepers.shift();
    clock.time = Math.max(clock.time, next?.until ?? 0);
    next?.wake();
  }

  function storeOf(name: string): TokenStore {
    const { scan, erase, consume } = inner;
    return {
      scan,
      erase,
      consume,
      load: (key) => effect(`${name} reads`, () => inner.load(key)),
      compareAndSet: (key, version, next) =>
        effect(`${name} writes`, async () => {
          const done = await inner.compareAndSet(key, version, next);
          if (done) history.push(structuredClone(next));
          return done;
        }),
    };
  }

  function start(name: string): { grant: Grant; connect(): Promise<void> } {
    const options: CloseOAuthOptions = {
      clientId: 'c',
      clientSecret: 's',
      redirectUri: 'https://app.example/',
      keys: [{ id: 'k', secret: 'A'.repeat(43) }],
      store: storeOf(name),
      now: () => clock.time,
      sleep,
      fetch: (input, init) => effect(`${name} refreshes`, () => server.answer(new Request(input, init))),
    };
    const { vault } = createVault({ ...parseCloseOAuthOptions(options), sealer: plainSealer });
    const { state, grant } = createGrantStates(vault).of(id);
    const first = {
      accessToken: 'a1',
      refreshToken: 'r1',
      expiresAt: clock.time + hourMs,
      issuedAt: clock.time,
    };
    return {
      grant,
      connect: () => authorizeGrant(vault, state, new TokenSet({ ...id, ...first, scope: '' })),
    };
  }

  await start('login').connect();
  clock.time += hourMs;
  calm = false;
  return {
    grants: Array.from({ length: size }, (_, index) => start(`p${index}`).grant),
    server,
    history,
    mishaps: happened,
    async run(work) {
      const over = new AbortController();
      const result = work.finally(() => over.abort());
      result.catch(() => undefined);
      while (!over.signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- what was woken goes as far as its next effect.
        await settle();
        // oxlint-disable-next-line no-await-in-loop -- one turn at a time.
        if (fate.scheduler.count() > 0) await fate.scheduler.waitOne();
        else if (!over.signal.aborted) passTime();
      }
      return result;
    },
    late() {
      calm = true;
      return start('late').grant;
    },
  };
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
  for (let turn = 0; turn < 4; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- replies are read in several turns of the event loop.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
