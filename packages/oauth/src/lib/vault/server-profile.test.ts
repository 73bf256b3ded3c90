import { describe, expect, it } from 'vitest';
import { settled } from '../../../test/two-vaults.ts';
import { connect, hourMs, login } from '../../../test/connect.ts';
import { deferred } from '../../../test/deferred.ts';
import { parseServerProfile } from './parse-server-profile.ts';

const lost = (): Promise<Response> => Promise.reject(new TypeError('terminated'));
const minuteMs = 60_000;

describe('parseServerProfile', () => {
  it('says unknown where Close documents nothing', () => {
    expect(parseServerProfile()).toMatchObject({
      reuse: 'unknown',
      retryWindowMs: 0,
      refusals: [400, 401].map((status) => ({ status, error: 'invalid_grant' })),
    });
  });

  it('names the wrong member', () => {
    // @ts-expect-error -- not a name.
    expect(() => parseServerProfile('nice')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: createCloseOAuth: \`serverProfile\` must be one of close, refusing, revoking, retry-window, or an object.]`,
    );
    // @ts-expect-error -- not a choice.
    expect(() => parseServerProfile({ reuse: 'maybe' })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: createCloseOAuth: \`serverProfile.reuse\` must be one of refuse, revoke-grant, unknown.]`,
    );
    expect(() => parseServerProfile({ retryWindowMs: -1 })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: createCloseOAuth: \`serverProfile.retryWindowMs\` must be a number, 0 or more.]`,
    );
    const wrongRefusals = [
      { status: 400.5, error: 'invalid_grant' },
      { status: 200, error: 'invalid_grant' },
      { status: 400, error: '' },
      { status: 400, error: 'a\nb' },
      { status: 400 },
      400,
      null,
    ];
    for (const wrong of wrongRefusals) {
      // @ts-expect-error -- some have no error.
      expect(() => parseServerProfile({ refusals: [wrong] })).toThrow(/`serverProfile\.refusals` must/);
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
    const refusals = [{ status: 403, error: 'invalid_grant' }];
    const { grant, close, clock } = await connect({ serverProfile: { refusals } });
    clock.time += hourMs;
    close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 400 }));
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    close.answerNext(() => Response.json({ error: 'invalid_grant' }, { status: 403 }));
    await expect(settled(grant)).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it.each([
    [400, 'invalid_request', 'refresh_unavailable'],
    [403, 'invalid_grant', 'refresh_unavailable'],
    [400, 'unauthorized_client', 'client_misconfigured'],
    [401, 'Token expired: "RT-7" (Größe)', 'refresh_unavailable'],
  ])('ends a grant with status %i and %s where they are listed', async (status, error, unlisted) => {
    const refuse = (): Response => Response.json({ error }, { status });
    const kept = await connect();
    kept.clock.time += hourMs;
    kept.close.answerNext(refuse);
    await expect(kept.grant.get()).rejects.toMatchObject({ code: unlisted });
    expect(await kept.grant.status()).toMatchObject({ status: 'active' });
    const ended = await connect({ serverProfile: { refusals: [{ status, error }] } });
    ended.clock.time += hourMs;
    ended.close.answerNext(refuse);
    const refused = { code: 'reauthorization_required', reason: error, status };
    await expect(ended.grant.get()).rejects.toMatchObject(refused);
    expect(await ended.grant.status()).toMatchObject({ status: 'reauthorization_required' });
  });

  it('leaves logins and refusals of the app alone', async () => {
    const refusals = [{ status: 403, error: 'invalid_request' }];
    const { oauth, close } = await connect({ serverProfile: { refusals } });
    const answers = [
      [403, 'invalid_request', 'exchange_unavailable'],
      [400, 'invalid_request', 'exchange_rejected'],
      [401, 'invalid_client', 'client_misconfigured'],
    ] as const;
    for (const [status, error, code] of answers) {
      close.answerNext(() => Response.json({ error }, { status }));
      // oxlint-disable-next-line no-await-in-loop -- one login after the other.
      await expect(login(oauth)).rejects.toMatchObject({ code });
    }
  });

  it('lets callers wait for a refresh that revokes the old access token', async () => {
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
    const sent = deferred();
    const answer = deferred<Response>();
    close.answerNext(() => {
      sent.resolve();
      return answer.promise;
    });
    expect(await Promise.all([grant.get(), grant.get(), grant.get()])).toEqual([
      'access-secret-1',
      'access-secret-1',
      'access-secret-1',
    ]);
    // No poll: the pauses of this vault take no time, so its patience would soon be over.
    await sent.promise;
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
