import { describe, expect, it } from 'vitest';
import { revokeTokens } from './revoke-tokens.ts';

const tokens = { accessToken: 'a', refreshToken: 'r' };

function revoke(status: number, body: string | null = null): Promise<void> {
  const fetch = (): Promise<Response> => Promise.resolve(new Response(body, { status }));
  return revokeTokens({ clientId: 'c', clientSecret: 's', fetch, tokens });
}

describe('revokeTokens', () => {
  it('posts the refresh token to the revocation endpoint', async () => {
    let seen: Request | undefined;
    const fetch = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
      seen = new Request(url, init);
      return new Response(null);
    };
    await revokeTokens({ clientId: 'c', clientSecret: 's', fetch, tokens });
    expect(seen?.url).toBe('https://api.close.com/oauth2/revoke/');
    expect(await seen?.text()).toBe('token=r&client_id=c&client_secret=s');
  });

  it('accepts 200, 204 and tokens that are revoked already', async () => {
    const done = [revoke(200), revoke(204), revoke(200, 'OK'), revoke(400, '{"error":"invalid_token"}')];
    await expect(Promise.all(done)).resolves.toHaveLength(4);
  });

  it('assumes valid tokens after everything else', async () => {
    const failures = await Promise.allSettled([
      revoke(503),
      revoke(404),
      revoke(302),
      revoke(400, '{"error":"x"}'),
    ]);
    expect(failures).toMatchObject([0, 1, 2, 3].map(() => ({ reason: { code: 'revoke_unavailable' } })));
    await expect(revoke(401, '{"error":"invalid_client"}')).rejects.toMatchObject({
      code: 'client_misconfigured',
    });
  });
});
