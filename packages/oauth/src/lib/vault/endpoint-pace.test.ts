import { describe, expect, it } from 'vitest';
import { createEndpointPace } from './endpoint-pace.ts';
import type { Turn } from './endpoint-pace.ts';

function setUp() {
  const clock = { time: 0 };
  const pauses: number[] = [];
  const pace = createEndpointPace({
    elapsed: () => clock.time,
    random: () => 0,
    pause: async (ms) => {
      pauses.push(ms);
      clock.time += ms;
    },
  });
  async function send(response: Parameters<Turn['report']>[0], retryAfterMs?: number): Promise<void> {
    const turn = await pace.enter();
    turn.report(response, retryAfterMs);
    turn.leave();
  }
  return { clock, pauses, pace, send };
}

describe('the pace of the token endpoint', () => {
  it('does not pause while the endpoint accepts everything', async () => {
    const { pauses, send } = setUp();
    for (let count = 0; count < 100; count += 1) await send('accepted');
    expect(pauses).toEqual([]);
  });

  it('lets ten requests go at a time', async () => {
    const { pace } = setUp();
    const turns = await Promise.all(Array.from({ length: 10 }, () => pace.enter()));
    let entered = false;
    const next = pace.enter().then(() => (entered = true));
    await Promise.resolve();
    expect(entered).toBe(false);
    turns[0]?.leave();
    turns[0]?.leave();
    expect(await next).toBe(true);
  });

  it('fails requests that waited in the queue for longer than 30 seconds', async () => {
    const { clock, pace } = setUp();
    const turns = await Promise.all(Array.from({ length: 10 }, () => pace.enter()));
    const old = [pace.enter(), pace.enter()].map((entering) => entering.catch((error: unknown) => error));
    clock.time += 20_000;
    const young = pace.enter();
    clock.time += 11_000;
    turns[0]?.leave();
    for (const result of old) expect(await result).toMatchObject({ code: 'refresh_unavailable' });
    expect(await young).toHaveProperty('leave');
  });

  it('pauses all requests after the first 429, then lets go as many as were accepted', async () => {
    const { pauses, send } = setUp();
    for (let count = 0; count < 3; count += 1) await send('accepted');
    await send('too-many');
    for (let count = 0; count < 3; count += 1) await send('accepted');
    expect(pauses).toEqual([1000]);
    await send('accepted');
    expect(pauses).toHaveLength(2);
  });

  it('waits for a short Retry-After and fails with a long one, with the time that is left', async () => {
    const { clock, pauses, send } = setUp();
    await send('too-many', 1500);
    await send('accepted');
    expect(pauses).toEqual([1500]);
    await send('too-many', 7000);
    clock.time += 3000;
    await expect(send('accepted')).rejects.toMatchObject({ code: 'refresh_unavailable', retryAfterMs: 4000 });
    clock.time += 4000;
    await send('accepted');
  });

  it('doubles the pause while nothing is accepted, up to 30 seconds', async () => {
    const { clock, pauses, send } = setUp();
    await send('too-many');
    for (let count = 0; count < 7; count += 1) {
      await send('too-many').catch(async ({ retryAfterMs }: { retryAfterMs: number }) => {
        pauses.push(retryAfterMs);
        clock.time += retryAfterMs;
        await send('too-many');
      });
    }
    expect(pauses).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });

  it('ignores the response to an earlier period', async () => {
    const { clock, pauses, pace, send } = setUp();
    const late = await pace.enter();
    clock.time += 1000;
    await send('accepted');
    late.report('too-many');
    late.leave();
    await send('accepted');
    expect(pauses).toEqual([]);
  });

  it('forgets the limit after a minute without requests', async () => {
    const { clock, pauses, send } = setUp();
    await send('too-many');
    clock.time += 62_000;
    for (let count = 0; count < 50; count += 1) await send('accepted');
    expect(pauses).toEqual([]);
  });
});
