import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFuzzWorld } from './fuzz-world.ts';
import { settings, timeoutMs } from './fuzz-settings.ts';
import { hostileRequest } from './hostile-requests.ts';

/** The timers that are set for good, such as those of open streams. */
async function countTimers(): Promise<number> {
  await vi.advanceTimersByTimeAsync(600_000);
  return vi.getTimerCount();
}

describe('the whole handler', () => {
  beforeEach(() => {
    const toFake = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] as const;
    vi.useFakeTimers({ toFake: [...toFake] });
  });
  afterEach(() => void vi.useRealTimers());

  it('responds to any requests with a code and without a secret', { timeout: timeoutMs }, async () => {
    let fuzz = await openFuzzWorld();
    const requests = fc.array(hostileRequest, { minLength: 1, maxLength: 6 });
    const property = fc.asyncProperty(requests, async (hostile) => {
      if (!(await fuzz.isSignedIn())) fuzz = await openFuzzWorld();
      for (const one of hostile) {
        // oxlint-disable-next-line no-await-in-loop -- one request after the other
        expect(await fuzz.attack(one)).toEqual([]);
      }
    });
    await fc.assert(property, settings);
  });

  it('holds nothing of any requests', { timeout: timeoutMs }, async () => {
    const { world, countSessions, attack } = await openFuzzWorld();
    const timers = await countTimers();
    const sessions = await countSessions();
    const faults: string[] = [];
    const staying = hostileRequest.filter(({ target: [, url] }) => !/logout|disconnect/.test(url));
    for (const one of fc.sample(staying, { seed: settings.seed, numRuns: 5 * settings.numRuns })) {
      // oxlint-disable-next-line no-await-in-loop -- one request after the other
      faults.push(...(await attack(one)));
    }
    expect(faults).toEqual([]);
    expect(await countSessions()).toBe(sessions);
    expect((await world.store.scan({ limit: 100 })).rows).toHaveLength(1);
    expect(await countTimers()).toBe(timers);
  });
});
