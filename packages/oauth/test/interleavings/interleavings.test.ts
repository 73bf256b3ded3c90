import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { isCloseOAuthError } from '@closekit/oauth';
import type { Grant } from '@closekit/oauth';
import { isLong } from '../proof/is-long.ts';
import { createVirtualFleet } from './virtual-fleet.ts';
import type { Fate, Mishap, VirtualFleet } from './virtual-fleet.ts';

// A failure prints its seed and path: run again with CLOSEKIT_SEED and CLOSEKIT_PATH to see the same order.
// The long run takes another seed each time; the checks must not depend on it.
const seed = Number(process.env.CLOSEKIT_SEED ?? (isLong ? Date.now() % 2 ** 31 : 1));
const path = process.env.CLOSEKIT_PATH;
const numRuns = Number(process.env.CLOSEKIT_RUNS ?? 100);
const settings = { seed, numRuns, ...(path && { path }), endOnFailure: true };
process.stdout.write(`interleavings: seed ${seed}, ${numRuns} runs each\n`);

const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<readonly (T | undefined)[]> =>
  fc.array(fc.option(value, { nil: undefined, freq: 8 }), { maxLength: 40, size: 'max' });
const mishaps = rarely(fc.constantFrom<Mishap>('fails', 'is done but reported as failed'));
const standstills = rarely(fc.constantFrom(6000, 20_000, 45_000, 400_000));
const weather = rarely(
  fc.record({
    kind: fc.constantFrom('the store is down', 'the store takes no writes', 'the clock is set'),
    ms: fc.constantFrom(4000, 20_000, 45_000, 120_000),
  }),
);

const duration = fc.constantFrom(0, 2000, 25_000, 100_000);
const latency = fc.record({ before: duration, after: duration });

// A turn of the event loop is enough between two effects: time is virtual.
beforeAll(() => void vi.stubGlobal('setTimeout', (work: () => void) => setImmediate(work)));
afterAll(() => void vi.unstubAllGlobals());

async function race(fate: Fate): Promise<{ fleet: VirtualFleet; told: string[] }> {
  const fleet = await createVirtualFleet(3, fate);
  const told = await fleet.run(Promise.all(fleet.grants.map((grant) => outcomeOf(fleet, grant))));
  return { fleet, told };
}

const laterCodes: readonly string[] = ['refresh_unavailable', 'store_unavailable'];
const hourMs = 3_600_000;

/** What a caller gets in the end, who tries again for an hour when told so. */
async function outcomeOf(fleet: VirtualFleet, grant: Grant): Promise<string> {
  const endsAt = fleet.elapsed() + hourMs;
  let code = 'nothing';
  do {
    try {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other.
      return await grant.get();
    } catch (error) {
      code = isCloseOAuthError(error) ? error.code : String(error);
    }
  } while (laterCodes.includes(code) && fleet.elapsed() < endsAt);
  return code;
}

async function lastOf(fleet: VirtualFleet): Promise<string> {
  const late = await fleet.late();
  return fleet.run(outcomeOf(fleet, late));
}

const sentTwice = ({ server: { seen } }: VirtualFleet): boolean => new Set(seen).size < seen.length;
const policies = ['refuse', 'revoke-grant'] as const;

describe('three processes, every await in an order of the scheduler', () => {
  it.each(policies)('send one request and agree, policy %s', async (reuse) => {
    const property = fc.asyncProperty(fc.scheduler(), latency, async (scheduler, slowness) => {
      const { fleet, told } = await race({ scheduler, latency: slowness, reuse });
      expect(told).toEqual(['a2', 'a2', 'a2']);
      expect(fleet.server.seen).toEqual(['r1']);
    });
    await fc.assert(property, settings);
  });

  it('lose nothing when any of them may stand still at any await, where reuse is refused', async () => {
    let takeOvers = 0;
    const troubles = fc.record({ standstills, latency });
    const property = fc.asyncProperty(fc.scheduler(), troubles, async (scheduler, plan) => {
      const { fleet } = await race({ scheduler, ...plan, reuse: 'refuse' });
      if (fleet.history.some((record) => (record.lease?.attempt ?? 0) > 1)) takeOvers += 1;
      expect(await lastOf(fleet)).toBe(`a${fleet.server.live}`);
    });
    await fc.assert(property, settings);
    expect(takeOvers).toBeGreaterThan(path ? -1 : 0);
  });

  it.each(policies)('send nothing twice when one stands still for 20 seconds, policy %s', async (reuse) => {
    const once = fc.nat({ max: 30 });
    const property = fc.asyncProperty(fc.scheduler(), once, latency, async (scheduler, before, slowness) => {
      const plan = [...Array.from({ length: before }, () => undefined), 20_000];
      const { fleet } = await race({ scheduler, standstills: plan, latency: slowness, reuse });
      expect(sentTwice(fleet)).toBe(false);
      expect(await lastOf(fleet)).toBe(`a${fleet.server.live}`);
    });
    await fc.assert(property, settings);
  });

  it.each(policies)('send nothing twice whatever the store and the clock do, policy %s', async (reuse) => {
    const troubles = fc.record({ mishaps, weather, latency });
    const property = fc.asyncProperty(fc.scheduler(), troubles, async (scheduler, plan) => {
      const { fleet } = await race({ scheduler, ...plan, storeOnly: true, reuse });
      expect(sentTwice(fleet)).toBe(false);
      expect(await lastOf(fleet)).toBe(`a${fleet.server.live}`);
    });
    await fc.assert(property, settings);
  });

  it('lose a connection only with the response that held its pair, whatever else fails', async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.record({ mishaps, standstills, weather, latency }),
      async (scheduler, troubles) => {
        const { fleet } = await race({ scheduler, ...troubles, reuse: 'refuse' });
        const generations = fleet.history.map((record) => record.generation);
        expect(generations).toEqual(generations.toSorted((a, b) => a - b));
        const replyLost = fleet.mishaps.some((name) =>
          name.endsWith('refreshes is done but reported as failed'),
        );
        const last = await lastOf(fleet);
        expect(last === `a${fleet.server.live}` || (replyLost && last === 'reauthorization_required')).toBe(
          true,
        );
      },
    );
    await fc.assert(property, settings);
  });
});
