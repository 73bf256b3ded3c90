import { expect, it } from 'vitest';
import { createClock } from '../base/clock.ts';
import { sleep } from '../base/sleep.ts';
import { createLocalRate } from '../pacing/local-rate.ts';
import { Call } from './call.ts';
import { defaultLimits } from './call-limits.ts';
import { withPacing } from './with-pacing.ts';

/** The groups whose limits a client has begun to learn, in order. */
async function learned(names: readonly string[]): Promise<readonly string[]> {
  const created: string[] = [];
  const clock = createClock(sleep);
  const toRate = (name: string) => {
    created.push(name);
    return createLocalRate();
  };
  const layer = withPacing({ clock, random: Math.random, now: Date.now, maxQueueMs: Infinity, toRate });
  for (const group of names) {
    const request = {
      operation: undefined,
      method: 'GET',
      path: '/',
      group,
      isRead: true,
      mayBeEmpty: false,
      url: 'https://close.test/',
      headers: {},
      limits: defaultLimits,
    };
    // oxlint-disable-next-line no-await-in-loop -- one call after the other
    await layer(new Call(request, clock), async () => ({ response: new Response(), text: '' }));
  }
  return created;
}

const others = (count: number) => Array.from({ length: count }, (_, index) => `GET /unsubscribe/${index}/`);

it('keeps a limited number of groups, and learns a forgotten one again', async () => {
  const kept = ['GET /lead/', ...others(999), 'GET /lead/'];
  expect(await learned(kept)).toEqual(kept.slice(0, -1));
  const forgotten = ['GET /lead/', ...others(1_000), 'GET /lead/'];
  expect(await learned(forgotten)).toEqual(forgotten);
});
