import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { isCloseOAuthError, refreshTokens } from '@closekit/oauth';
import { connect, hourMs, keys } from './connect.ts';

const secret = /(access|refresh|client|code)-secret|AAAAAAAA/;

function everythingVisible(value: unknown): string {
  const shown = inspect(value, { depth: Infinity, showHidden: true, getters: true });
  const fields = value instanceof Error ? [value.message, value.stack, String(value.cause)] : [];
  return [shown, JSON.stringify(value), String(value), ...fields].join('\n');
}

const leak = (form: Record<string, string>): Promise<Response> => {
  const text = JSON.stringify(form);
  return Promise.reject(
    new TypeError(`failed ${text}`, { cause: Object.assign(new Error(text), { code: text }) }),
  );
};

describe('secrets', () => {
  it('are not in a TokenSet, a Grant or a CloseOAuth', async () => {
    const { oauth, grant, close } = await connect();
    const tokens = {
      accessToken: '',
      refreshToken: close.alive,
      organizationId: 'o',
      userId: 'u',
      scope: '',
    };
    const config = { clientId: 'oa2client_1', clientSecret: 'client-secret', fetch: close.fetch };
    close.members = { organization_id: 'o', user_id: 'u' };
    const tokenSet = await refreshTokens({ ...config, tokens });
    expect(tokenSet.accessToken).toMatch(secret);
    expect(everythingVisible([tokenSet, Object.assign({}, tokenSet), grant, oauth])).not.toMatch(secret);
  });

  it('are not in the store, the transaction or the status', async () => {
    const { oauth, grant, store } = await connect();
    const { transaction } = await oauth.startAuthorization();
    const record = await store.load('orga_1/user_1');
    expect(everythingVisible([record, transaction, await grant.status()])).not.toMatch(secret);
  });

  it('are not in events or errors, whatever the errors of the transport contain', async () => {
    const { oauth, grant, close, clock, events, store } = await connect();
    const errors: unknown[] = [];
    const fail = async (work: Promise<unknown>): Promise<void> => {
      errors.push(await work.catch((error: unknown) => error));
    };
    clock.time += hourMs;
    close.answerNext(leak);
    close.answerNext(leak);
    await fail(grant.get());
    close.answerNext((form) =>
      Response.json({ error: form.refresh_token, error_description: form.client_secret }, { status: 400 }),
    );
    await fail(grant.get());
    close.members = { token_type: 'mac' };
    await fail(grant.get());
    close.members = { organization_id: 'orga_other' };
    await fail(grant.get());
    close.answerNext(leak);
    await fail(grant.revoke());
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = `https://app.example/callback?code=code-secret&state=${url.searchParams.get('state')}`;
    close.answerNext(leak);
    await fail(oauth.finishAuthorization({ callbackUrl, transaction }));
    store.load = () => Promise.reject(new Error('down'));
    await fail(grant.status());

    expect(errors.map((error) => isCloseOAuthError(error) && error.code)).toEqual([
      'refresh_unavailable',
      'refresh_unavailable',
      'refresh_unavailable',
      'reauthorization_required',
      'revoke_unavailable',
      'exchange_unavailable',
      'store_unavailable',
    ]);
    expect(everythingVisible([...errors, ...events])).not.toMatch(secret);
    expect(errors.map(everythingVisible).join('\n')).not.toMatch(secret);
  });

  it('are not in the error about a wrong option', async () => {
    const [key] = keys;
    const wrong = connect({ keys: [{ id: 'k', secret: `${key?.secret}tooLong` }] });
    await expect(wrong).rejects.toThrow('createCloseOAuth: `keys[0].secret` must be 32 bytes as base64url.');
  });
});
