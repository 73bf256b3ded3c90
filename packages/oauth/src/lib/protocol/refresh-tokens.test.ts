import { describe, expect, it } from 'vitest';
import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { TokenSet } from '../base/token-set.ts';
import { refreshTokens } from './refresh-tokens.ts';

const tokens = { refreshToken: 'old', organizationId: 'orga_1', userId: 'user_1', scope: 'a b' };
const reply = { token_type: 'bearer', access_token: 'new', refresh_token: 'next', expires_in: 60 };

function refresh(body: object, init?: ResponseInit): Promise<TokenSet> {
  const fetch = (): Promise<Response> => Promise.resolve(Response.json(body, init));
  return refreshTokens({ clientId: 'c', clientSecret: 's', fetch, now: () => 1000, tokens });
}

describe('refreshTokens', () => {
  it('posts the refresh token with id and secret in the body', async () => {
    let seen: Request | undefined;
    const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      seen = new Request(url, init);
      return Response.json(reply);
    };
    await refreshTokens({ clientId: 'c', clientSecret: 's', fetch, tokens });
    expect([seen?.method, seen?.url]).toEqual(['POST', 'https://api.close.com/oauth2/token/']);
    expect(Object.fromEntries(new URLSearchParams(await seen?.text()))).toEqual({
      grant_type: 'refresh_token',
      refresh_token: 'old',
      client_id: 'c',
      client_secret: 's',
    });
    expect(seen?.headers.has('authorization')).toBe(false);
  });

  it('keeps what the response does not repeat', async () => {
    const renewed = await refresh(reply);
    expect(renewed).toMatchObject({ ...tokens, refreshToken: 'next', accessToken: 'new', expiresAt: 61_000 });
  });

  it('keeps the old refresh token when the new one is missing, empty or null', async () => {
    const kept = [undefined, '', null].map((value) => refresh({ ...reply, refresh_token: value }));
    expect((await Promise.all(kept)).map((set) => set.refreshToken)).toEqual(['old', 'old', 'old']);
  });

  it('parses an expiry that is text', async () => {
    expect((await refresh({ ...reply, expires_in: '90' })).expiresAt).toBe(91_000);
  });

  it('accepts the pair of a 201', async () => {
    expect((await refresh(reply, { status: 201 })).accessToken).toBe('new');
  });

  it('has the pair in the error when it belongs to another organization', async () => {
    const error: unknown = await refresh({ ...reply, organization_id: 'other' }).catch(
      (reason: unknown) => reason,
    );
    expect(isCloseOAuthError(error) && [error.code, error.tokens?.refreshToken]).toEqual([
      'reauthorization_required',
      'next',
    ]);
  });

  it('does not follow a redirect with the secrets', async () => {
    const moved = refresh({}, { status: 302, headers: { location: 'https://evil.example/' } });
    await expect(moved).rejects.toMatchObject({ code: 'refresh_unavailable' });
  });

  it('bounds the wait for `identify`', async () => {
    const renewed = await refreshTokens({
      clientId: 'c',
      clientSecret: 's',
      fetch: () => Promise.resolve(Response.json(reply)),
      identify: () => new Promise(() => undefined),
      timeoutMs: 20,
      tokens,
    });
    expect(renewed).toMatchObject({ accessToken: 'new', organizationId: 'orga_1' });
  });

  it('calls `identify` as a method of its options', async () => {
    const options = {
      clientId: 'c',
      clientSecret: 's',
      fetch: () => Promise.resolve(Response.json(reply)),
      organization: 'orga_other',
      identify() {
        return { organizationId: this.organization, userId: 'user_1' };
      },
      tokens,
    };
    await expect(refreshTokens(options)).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('limits the length of a body', async () => {
    const text = new TextEncoder().encode('x'.repeat(100_000));
    let pulled = 0;
    const body = new ReadableStream({
      pull(controller) {
        pulled += 1;
        if (pulled > 1000) controller.close();
        else controller.enqueue(text);
      },
    });
    const fetch = (): Promise<Response> => Promise.resolve(new Response(body));
    const refreshed = refreshTokens({ clientId: 'c', clientSecret: 's', fetch, tokens });
    await expect(refreshed).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(pulled).toBeLessThan(100);
  });

  it.each([
    ['Wed, 01 Jan 2031 00:01:30 GMT', 90_000],
    ['Tue, 31 Dec 2030 23:00:00 GMT', 0],
    ['soon', undefined],
  ])('tells the pause until a date that the server asks for: %s', async (until, retryAfterMs) => {
    const headers = { date: 'Wed, 01 Jan 2031 00:00:00 GMT', 'retry-after': until };
    const busy = refresh({}, { status: 429, headers });
    await expect(busy).rejects.toMatchObject({ code: 'refresh_unavailable', retryAfterMs });
  });

  it('sends nothing without a refresh token', async () => {
    let sent = 0;
    const fetch = async (): Promise<Response> => {
      sent += 1;
      return Response.json(reply);
    };
    const empty = { ...tokens, refreshToken: undefined };
    const refreshed = refreshTokens({ clientId: 'c', clientSecret: 's', fetch, tokens: empty });
    await expect(refreshed).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(sent).toBe(0);
  });
});
