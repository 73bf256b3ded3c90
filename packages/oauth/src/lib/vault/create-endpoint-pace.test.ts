import { describe, expect, it } from 'vitest';
import { createTimeline } from '../../../test/timeline.ts';
import { createLatch } from '../base/latch.ts';
import { createEndpointPace } from './create-endpoint-pace.ts';
import type { Turn } from './endpoint-pace.ts';

const always = (): boolean => true;
const accepted = { status: 200 };
const refused = { status: 429 };

function setUp({ elapsed, sleep }: { elapsed?: () => number; sleep?: () => Promise<void> } = {}) {
  const clock = createTimeline();
  const closing = createLatch();
  const pace = createEndpointPace({
    sleep: sleep ?? clock.sleep,
    elapsed: elapsed ?? clock.elapsed,
    closing,
    random: () => 0,
  });
  const enter = (isInTime = always): Promise<Turn> => pace.enter({ isInTime, mayWait: always });
  const enterMany = (count: number): Promise<Turn[]> =>
    Promise.all(Array.from({ length: count }, () => enter()));
  /** Sends one request after the other, and returns when each had its turn. */
  async function send(responses: readonly { status: number; retryAfterMs?: number }[]): Promise<number[]> {
    const times: number[] = [];
    for (const response of responses) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other.
      const turn = await enter();
      turn.send();
      times.push(clock.elapsed());
      turn.end(response);
    }
    return times;
  }
  return { clock, closing, enter, enterMany, send };
}

describe('createEndpointPace', () => {
  it('lets requests go at once while there was no 429', async () => {
    const { clock, send, enterMany } = setUp();
    await send(Array.from({ length: 50 }, () => accepted));
    await enterMany(16);
    expect(clock.elapsed()).toBe(0);
  });

  it('starts a rush with 16 open requests, and allows one more for each response', async () => {
    const { enter, enterMany } = setUp();
    const turns = await enterMany(16);
    const admitted: Turn[] = [];
    for (let count = 0; count < 5; count += 1) void enter().then((turn) => admitted.push(turn));
    await Promise.resolve();
    expect(admitted).toHaveLength(0);
    turns[0]?.end(accepted);
    turns[1]?.end();
    await new Promise((resolve) => void setTimeout(resolve, 0));
    expect(admitted).toHaveLength(3);
  });

  it('pauses all requests after a 429, then allows as many as were accepted, and slowly more', async () => {
    const { send } = setUp();
    await send([accepted, accepted, accepted, accepted, refused]);
    const times = await send(Array.from({ length: 14 }, () => accepted));
    expect(times).toEqual([
      ...Array.from({ length: 4 }, () => 1000),
      ...Array.from({ length: 4 }, () => 2000),
      ...Array.from({ length: 4 }, () => 3000),
      4000,
      4000,
    ]);
  });

  it('pauses once for all requests that were sent before the pause', async () => {
    const { clock, enter, enterMany } = setUp();
    const turns = await enterMany(10);
    for (const turn of turns.slice(0, 3)) turn.end(accepted);
    for (const turn of turns.slice(3)) turn.end({ status: 429, retryAfterMs: 1500 });
    await enter();
    expect(clock.elapsed()).toBe(1500);
  });

  it('doubles the pause while nothing is accepted, and refuses to wait for a long one', async () => {
    const { clock, send, enter } = setUp();
    await send([refused, refused, refused]);
    expect(clock.elapsed()).toBe(1000 + 2000);
    const error = { code: 'refresh_unavailable', retryAfterMs: 4000 };
    await expect(enter()).rejects.toMatchObject(error);
    expect(clock.elapsed()).toBe(3000);
  });

  it('forgets the limit after a minute without requests', async () => {
    const { clock, send, enterMany } = setUp();
    await send([accepted, refused]);
    await clock.sleep(62_000);
    await enterMany(16);
    expect(clock.elapsed()).toBe(62_000);
  });

  it('gives the place of a request without a response to others after three seconds', async () => {
    const { clock, enter, enterMany } = setUp();
    for (const turn of await enterMany(16)) turn.send();
    await enter();
    expect(clock.elapsed()).toBe(3000);
  });

  it('gives the place of a turn that is not used to others after a quarter of a second', async () => {
    const { clock, enter, enterMany } = setUp();
    await enterMany(16);
    await enter();
    expect(clock.elapsed()).toBe(250);
  });

  it('ends the wait when no time is left to send', async () => {
    const { clock, enter, send } = setUp();
    await send([accepted, { status: 429, retryAfterMs: 1800 } as const]);
    const waiting = enter(() => clock.elapsed() < 700);
    await expect(waiting).rejects.toMatchObject({ code: 'refresh_unavailable', retryAfterMs: 1050 });
    expect(clock.elapsed()).toBe(750);
  });

  it('ends the wait when the vault closes, and lets those go that need not wait', async () => {
    const { closing, enter, send } = setUp();
    await send([accepted, refused]);
    const waiting = enter();
    closing.set();
    const error = { code: 'refresh_unavailable', retryAfterMs: expect.any(Number) };
    await expect(waiting).rejects.toMatchObject(error);
    await expect(enter()).rejects.toMatchObject(error);
    const fresh = setUp();
    fresh.closing.set();
    await fresh.enterMany(16);
  });

  it.each([
    ['stands still', undefined],
    ['stands still, and whose sleep returns at once', (): Promise<void> => Promise.resolve()],
  ])('waits with a clock that %s', async (_, sleep) => {
    const { send, enter } = setUp({ elapsed: () => 0, ...(sleep && { sleep }) });
    await send([accepted, refused, ...Array.from({ length: 20 }, () => accepted)]);
    await expect(enter()).resolves.toHaveProperty('send');
  });
});
