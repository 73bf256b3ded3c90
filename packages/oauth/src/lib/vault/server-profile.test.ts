import { describe, expect, it } from 'vitest';
import { connect, hourMs } from '../../../test/connect.ts';
import { deferred } from '../../../test/deferred.ts';
import { parseServerProfile } from './parse-server-profile.ts';

const lost = (): Promise<Response> => Promise.reject(new TypeError('terminated'));
const minuteMs = 60_000;

describe('parseServerProfile', () => {
  it('says unknown where Close documents nothing', () => {
    expect(parseServerProfile()).toMatchObject({
      reuse: 'unknown',
      retryWindowMs: 0,
      verdicts: [400, 401, 403].map((status) => ({ status, error: 'invalid_grant' })),
    });
  });

  it('names the wrong member', () => {
    // @ts-expect-error -- not a name.
    expect(() => parseServerProfile('nice')).toThrow(
      /^createCloseOAuth: `serverProfile` must be one of close/,
    );
    // @ts-expect-error -- not a choice.
    expect(() => parseServerProfile({ reuse: 'maybe' })).toThrow(
      /^createCloseOAuth: `serverProfile\.reuse` must/,
    );
    expect(() => parseServerProfile({ retryWindowMs: -1 })).toThrow(/`serverProfile\.retryWindowMs` must/);
    for (const wrong of [{ status: 4.5, error: 'x' }, { status: 400 }, 400, null]) {
      // @ts-expect-error -- not a verdict.
      expect(() => parseServerProfile({ verdicts: [wrong] })).toThrow(/`serverProfile\.verdicts` must/);
    }
  });
});

describe('the option serverProfile', () => {
  it('repeats a refresh without a response at once while the server is unknown', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs - 20_000;
    close.answerNext(lost);
    await grant.get();
    expect(close.seen).toHaveLength(2);
  });

  it('repeats it only after the old access token has expired, where a repeat would revoke it', async () => {
    const { grant, close, clock } = await connect({ serverProfile: 'revoking' });
    clock.time += hourMs - minuteMs;
    close.answerNext(lost);
    expect(await grant.get()).toBe('access-secret-1');
    await expect.poll(() => close.seen.length).toBe(1);
    clock.time += 45_000;
    expect(await grant.get()).toBe('access-secret-1');
    expect(close.seen).toHaveLength(1);
    clock.time += 15_000;
    expect(await grant.get()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(2);
  });

  it('repeats more often within a retry window', async () => {
    const { grant, close, clock } = await connect({ serverProfile: 'retry-window' });
    clock.time += hourMs;
    for (let time = 0; time < 3; time += 1) close.answerNext(lost);
    expect(await grant.get()).toBe('access-secret-2');
    expect(close.seen).toHaveLength(4);
  });

  it('ends a grant only with the responses it lists', async () => {
    const verdicts = [{ status: 403, error: 'invalid_grant' }];
    const { grant, close, clock } = await connect({ serverProfile: { verdicts } });
    clock.time += hourMs;
    close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 403 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('ends a grant with invalid_grant and status 403, also when nothing is listed', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs;
    close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 403 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it.each(['invalid_request', 'unauthorized_client'])(
    'ends a grant with %s where it is listed',
    async (error) => {
      const refuse = (): Response => Response.json({ error }, { status: 400 });
      const kept = await connect();
      kept.clock.time += hourMs;
      kept.close.answerNext(refuse);
      await expect(kept.grant.get()).rejects.not.toMatchObject({ code: 'reauthorization_required' });
      const ended = await connect({ serverProfile: { verdicts: [{ status: 400, error }] } });
      ended.clock.time += hourMs;
      ended.close.answerNext(refuse);
      await expect(ended.grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
      expect(await ended.grant.status()).toMatchObject({ status: 'reauthorization_required' });
    },
  );

  it('makes callers wait for a refresh that ends the old access token', async () => {
    const { grant, close, clock } = await connect({ serverProfile: { oldAccessTokenSurvives: false } });
    clock.time += hourMs - 2 * minuteMs;
    const answer = deferred<Response>();
    close.answerNext(() => answer.promise);
    expect(await grant.get()).toBe('access-secret-1');
    const waiting = grant.get();
    answer.resolve(
      Response.json({ token_type: 'Bearer', access_token: 'a2', refresh_token: 'r2', expires_in: 3600 }),
    );
    expect(await waiting).toBe('a2');
  });
});

describe('the last tenth of a lifetime', () => {
  it('is for a background refresh: no caller waits', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs - 3 * minuteMs;
    const answer = deferred<Response>();
    close.answerNext(() => answer.promise);
    expect(await Promise.all([grant.get(), grant.get(), grant.get()])).toEqual([
      'access-secret-1',
      'access-secret-1',
      'access-secret-1',
    ]);
    await expect.poll(() => close.seen.length).toBe(1);
    answer.resolve(
      Response.json({ token_type: 'Bearer', access_token: 'a2', refresh_token: 'r2', expires_in: 3600 }),
    );
    await expect.poll(() => grant.peek()).toBe('a2');
    expect(close.seen).toHaveLength(1);
  });

  it('has time for retries, with pauses between them', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs - 3 * minuteMs;
    close.answerNext(() => new Response('busy', { status: 503 }));
    await grant.get();
    await expect.poll(() => close.seen.length).toBe(1);
    await grant.get();
    expect([await grant.get(), close.seen.length]).toEqual(['access-secret-1', 1]);
    clock.time += 6000;
    await grant.get();
    await expect.poll(() => grant.peek()).toBe('access-secret-2');
  });
});
