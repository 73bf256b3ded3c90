import { describe, expect, it } from 'vitest';
import { startAuthorization } from './start-authorization.ts';

const options = { clientId: 'oa2client_1', redirectUri: 'https://app.example/back?x=1' };

describe('startAuthorization', () => {
  it('sends the browser to Close, with the slash and every parameter', async () => {
    const { url, transaction } = await startAuthorization({ ...options, context: '/here', now: () => 5 });
    expect(url.href).toMatch(/^https:\/\/app\.close\.com\/oauth2\/authorize\/\?/);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'oa2client_1',
      redirect_uri: 'https://app.example/back?x=1',
      scope: 'all.full_access offline_access',
      state: transaction.state,
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    expect(transaction).toMatchObject({ redirectUri: options.redirectUri, context: '/here', startedAt: 5 });
  });

  it('uses 256 random bits for state and verifier, fresh each time', async () => {
    const [one, two] = [await startAuthorization(options), await startAuthorization(options)];
    expect(one.transaction.state).toMatch(/^[\w-]{43}$/);
    expect(one.transaction.codeVerifier).toMatch(/^[\w-]{43}$/);
    const { state, codeVerifier } = one.transaction;
    expect(new Set([state, codeVerifier, two.transaction.state, two.transaction.codeVerifier]).size).toBe(4);
  });

  it('derives the challenge from the verifier', async () => {
    const { url, transaction } = await startAuthorization(options);
    const bytes = new TextEncoder().encode(transaction.codeVerifier);
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

    expect(url.searchParams.get('code_challenge')).toBe(Buffer.from(hash).toString('base64url'));
  });

  it('sends no scope when it is empty', async () => {
    const { url } = await startAuthorization({ ...options, scope: '' });
    expect(url.searchParams.has('scope')).toBe(false);
  });

  it.each(['clientId', 'redirectUri'])('requires %s', async (name) => {
    await expect(startAuthorization({ ...options, [name]: undefined })).rejects.toThrow(
      new TypeError(`startAuthorization: \`${name}\` must be a non-empty string.`),
    );
  });
});
