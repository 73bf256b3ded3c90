import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCloseOAuthError } from '@closekit/oauth';
import type { Grant } from '@closekit/oauth';
import { isLong } from '../proof/is-long.ts';
import { createVirtualFleet } from './virtual-fleet.ts';
import type { Fate, Mishap, VirtualFleet } from './virtual-fleet.ts';

// A failure prints its seed and path: run again with CLOSEKIT_SEED and CLOSEKIT_PATH to see the same order.
// The long run takes another seed each time; the checks must not depend on it.
const seed = Number(process.env.CLOSEKIT_SEED ?? (isLong ? Date.now() % 2 ** 31 : 1));
const path = process.env.CLOSEKIT_PATH;
const numRuns = Number(process.env.CLOSEKIT_RUNS ?? 400);
const settings = { seed, numRuns, ...(path && { path }), endOnFailure: true };
process.stdout.write(`interleavings: seed ${seed}, ${numRuns} runs each\n`);

const mishap = fc.option(fc.constantFrom<Mishap>('fails', 'is done but reported as failed'), {
  nil: undefined,
  freq: 8,
});
const mishaps = fc.array(mishap, { maxLength: 40, size: 'max' });

async function race(fate: Fate): Promise<{ fleet: VirtualFleet; told: string[] }> {
  const fleet = await createVirtualFleet(3, fate);
  const told = await fleet.run(Promise.all(fleet.grants.map(outcomeOf)));
  return { fleet, told };
}

async function outcomeOf(grant: Grant): Promise<string> {
  try {
    return await grant.get();
  } catch (error) {
    return isCloseOAuthError(error) ? error.code : String(error);
  }
}

describe('three processes, every await in an order of the scheduler', () => {
  it.each(['refuse', 'revoke-grant'] as const)('send one request and agree, policy %s', async (reuse) => {
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { fleet, told } = await race({ scheduler, mishaps: [], unfair: false, reuse });
      expect(told).toEqual(['a2', 'a2', 'a2']);
      expect(fleet.server.seen).toEqual(['r1']);
    });
    await fc.assert(property, settings);
  });

  it('lose nothing when any of them may be paused at any await', async () => {
    let takeOvers = 0;
    const property = fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const { fleet } = await race({ scheduler, mishaps: [], unfair: true, reuse: 'refuse' });
      if (fleet.history.some((record) => (record.lease?.attempt ?? 0) > 1)) takeOvers += 1;
      expect(await fleet.run(outcomeOf(fleet.late()))).toBe(`a${fleet.server.live}`);
    });
    await fc.assert(property, settings);
    expect(takeOvers).toBeGreaterThan(path ? -1 : 0);
  });

  it('lose nothing to a store that fails before or after a write', async () => {
    const property = fc.asyncProperty(fc.scheduler(), mishaps, async (scheduler, plan) => {
      const { fleet } = await race({
        scheduler,
        mishaps: plan,
        storeOnly: true,
        unfair: false,
        reuse: 'refuse',
      });
      expect(fleet.server.seen).toEqual([...new Set(fleet.server.seen)]);
      await fleet.run(Promise.all(fleet.grants.map(outcomeOf)));
      expect(await fleet.run(outcomeOf(fleet.late()))).toBe(`a${fleet.server.live}`);
    });
    await fc.assert(property, settings);
  });

  it('lose a connection only with the response that held its pair, whatever else fails', async () => {
    const property = fc.asyncProperty(fc.scheduler(), mishaps, async (scheduler, plan) => {
      const { fleet } = await race({ scheduler, mishaps: plan, unfair: true, reuse: 'refuse' });
      await fleet.run(Promise.all(fleet.grants.map(outcomeOf)));
      const generations = fleet.history.map((record) => record.generation);
      expect(generations).toEqual(generations.toSorted((a, b) => a - b));
      const replyLost = fleet.mishaps.some((name) =>
        name.endsWith('refreshes is done but reported as failed'),
      );
      const last = await fleet.run(outcomeOf(fleet.late()));
      expect(last === `a${fleet.server.live}` || (replyLost && last === 'reauthorization_required')).toBe(
        true,
      );
    });
    await fc.assert(property, settings);
  });
});
