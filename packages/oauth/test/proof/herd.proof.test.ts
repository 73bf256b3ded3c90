import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines } from '../engines.ts';
import type { Engine, Place } from '../engines.ts';
import { connectGrants, startWorker } from './fleet.ts';
import type { Worker } from './fleet.ts';
import { isLong } from './is-long.ts';
import { startTokenServer } from './token-server.ts';
import type { TokenServer } from './token-server.ts';

const processes = 8;
const callers = 20;
const expiries = isLong ? 200 : 5;
const hourMs = 3_600_000;
// A process of a busy machine may stand still for a second or two: not for most of this.
const leaseMs = 6000;
// All processes of a herd share one shifted clock, which only goes forward.
let aheadMs = 0;
const shared = engines.filter((engine) => engine.shared);

interface Herd {
  readonly server: TokenServer;
  readonly workers: readonly Worker[];
}

interface Stampede extends Pick<TokenServer, 'reuse' | 'latencyMs'> {
  readonly key: string;
  readonly rounds: number;
}

function useHerd(engine: Engine): () => Herd {
  let place: Place;
  let herd: Herd;

  beforeAll(async () => {
    place = await engine.makePlace();
    const { spec: store } = place;
    if (store === undefined) throw new Error('processes cannot share this store');
    const server = await startTokenServer();
    await connectGrants(store, server, ['refuse/user', 'revoke/user', 'slow/user']);
    const settings = {
      store,
      server: server.metadata,
      leaseMs,
      timeoutMs: 10_000,
      refreshMarginMs: 30_000,
    };
    const names = Array.from({ length: processes }, (_, index) => `w${index}`);
    herd = { server, workers: await Promise.all(names.map((name) => startWorker({ ...settings, name }))) };
  });

  afterAll(async () => {
    for (const worker of herd.workers) worker.send({ type: 'close' });
    await Promise.all(herd.workers.map((worker) => worker.ended));
    await herd.server.close();
    await place.end();
  });

  return () => herd;
}

/** Lets every process meet the expiry at once, again and again. */
async function stampede({ server, workers }: Herd, { key, rounds, ...ways }: Stampede): Promise<number> {
  const waitsMs: number[] = [];
  Object.assign(server, ways);
  for (let round = 1; round <= rounds; round += 1) {
    const order = { key, callers, aheadMs: (aheadMs += hourMs) };
    // oxlint-disable-next-line no-await-in-loop -- one expiry after another.
    const results = await Promise.all(workers.map((worker) => worker.get(order)));
    const tokens = results.flatMap((got) => got?.tokens ?? []);
    expect(results.flatMap((got) => got?.codes ?? [])).toEqual([]);
    expect(new Set(tokens)).toEqual(new Set([`${key}#a${round + 1}`]));
    expect(tokens).toHaveLength(processes * callers);
    waitsMs.push(...results.flatMap((got) => got?.waitsMs ?? []));
  }
  const requests = server.grants.get(key)?.requests ?? 0;
  report(requests / rounds, rounds, waitsMs);
  return requests / rounds;
}

function report(perExpiry: number, rounds: number, waitsMs: readonly number[]): void {
  const sorted = waitsMs.toSorted((a, b) => a - b);
  const [p50, p99] = [0.5, 0.99].map((share) => sorted[Math.floor(sorted.length * share)]);
  const herd = `${processes} processes, ${callers} callers each, ${rounds} expiries`;
  process.stdout.write(
    `${herd}: ${perExpiry.toFixed(3)} token requests per expiry, waits p50 ${p50} ms, p99 ${p99} ms\n`,
  );
}

describe.each(shared)('a herd of processes on $name', (engine) => {
  const herd = useHerd(engine);

  it('sends one token request per expiry to a server that refuses reuse', async () => {
    const perExpiry = await stampede(herd(), {
      key: 'refuse/user',
      reuse: 'refuse',
      latencyMs: 0,
      rounds: expiries,
    });
    expect(perExpiry).toBe(1);
  });

  it('sends one token request per expiry to a server that revokes the grant on reuse', async () => {
    const perExpiry = await stampede(herd(), {
      key: 'revoke/user',
      reuse: 'revoke-grant',
      latencyMs: 0,
      rounds: expiries,
    });
    expect(perExpiry).toBe(1);
  });

  it('sends one token request per expiry to a server slower than the lease', async () => {
    const rounds = isLong ? 20 : 1;
    const perExpiry = await stampede(herd(), {
      key: 'slow/user',
      reuse: 'revoke-grant',
      latencyMs: 2 * leaseMs,
      rounds,
    });
    expect(perExpiry).toBe(1);
  });
});
