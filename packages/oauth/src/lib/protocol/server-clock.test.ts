import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { connect, hourMs } from '../../../test/connect.ts';
import { createServerClock } from './server-clock.ts';

const start = Date.UTC(2027, 0, 1);

async function aheadAfter(date: string | undefined): Promise<number> {
  const headers = new Headers(date === undefined ? {} : { date });
  const clock = createServerClock(
    () => Promise.resolve(new Response('{}', { headers })),
    () => start,
  );
  await clock.fetch('https://api.close.com/');
  return clock.aheadMs();
}

describe('createServerClock', () => {
  it('measures how far the server is ahead or behind', async () => {
    expect(await aheadAfter(new Date(start + 60_000).toUTCString())).toBe(60_500);
    expect(await aheadAfter(new Date(start - 60_000).toUTCString())).toBe(-59_500);
  });

  it('ignores differences that are too small or too large, and wrong dates', async () => {
    expect(await aheadAfter(new Date(start + 2000).toUTCString())).toBe(0);
    expect(await aheadAfter(new Date(start + hourMs).toUTCString())).toBe(0);
    expect(await aheadAfter('tomorrow')).toBe(0);
    expect(await aheadAfter(undefined)).toBe(0);
  });

  it('lets machines whose clocks are minutes apart agree when a token expires', async () => {
    const { grant, options, clock, close, store } = await connect();
    const withDate = async (): Promise<Response> =>
      Response.json(
        { token_type: 'Bearer', access_token: 'a2', refresh_token: 'r2', expires_in: 3600 },
        { headers: { date: new Date(clock.time).toUTCString() } },
      );
    const behind = createCloseOAuth({ ...options, now: () => clock.time - 600_000 }).grant(grant);
    clock.time += hourMs + 700_000;
    close.answerNext(withDate);
    await behind.get();
    const record = await store.load('orga_1/user_1');
    expect(Math.abs((record?.expiresAt ?? 0) - (clock.time + hourMs))).toBeLessThan(2000);
    expect((await behind.status()).expiresAt).toBe(clock.time - 600_000 + hourMs);
  });
});
