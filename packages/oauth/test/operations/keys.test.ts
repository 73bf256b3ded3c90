import { describe, expect, it, vi } from 'vitest';
import { resealGrants } from '@closekit/oauth/maintenance';
import { createCloseOAuth } from '@closekit/oauth';
import type { SealingKey } from '@closekit/oauth';
import { connect, keys, login, prepare } from '../connect.ts';

type FetchKeys = () => Promise<readonly SealingKey[]>;
const second = { id: 'k2', secret: 'B'.repeat(43) };

describe('keys as a function', () => {
  it('is called once, at first use', async () => {
    const fetchKeys = vi.fn<FetchKeys>(async () => keys);
    const { oauth, store } = prepare({ keys: fetchKeys });
    expect(fetchKeys).not.toHaveBeenCalled();
    const grant = await login(oauth);
    expect(await grant.get()).toBe('access-secret-1');
    expect(fetchKeys).toHaveBeenCalledOnce();
    expect((await store.load('orga_1/user_1'))?.sealed).toMatch(/^v1\.k1\./);
  });

  it('is called again after a failure, which has a code and no secret', async () => {
    const fetchKeys = vi.fn<FetchKeys>(async () => keys);
    fetchKeys.mockRejectedValueOnce(new Error('access denied'));
    const { oauth } = prepare({ keys: fetchKeys });
    const failed = oauth.startAuthorization();
    await expect(failed).rejects.toMatchObject({
      code: 'keys_unavailable',
      cause: { message: 'access denied' },
    });
    expect(await (await login(oauth)).get()).toBe('access-secret-1');
    expect(fetchKeys).toHaveBeenCalledTimes(2);
  });

  it('fails with keys_unavailable for wrong keys', async () => {
    const { oauth } = prepare({ keys: async () => [{ id: 'k', secret: 'short' }] });
    await expect(oauth.startAuthorization()).rejects.toMatchObject({
      code: 'keys_unavailable',
      cause: { message: 'createCloseOAuth: `keys[0].secret` must be 32 bytes as base64url.' },
    });
  });

  it('fails a callback with keys_unavailable, so that the same callback works later', async () => {
    const fetchKeys = vi.fn<FetchKeys>(async () => keys);
    const { oauth, options } = prepare({ keys: fetchKeys });
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = `https://app.example/callback?code=c&state=${url.searchParams.get('state')}`;
    const restarted = createCloseOAuth(options);
    fetchKeys.mockRejectedValueOnce(new Error('down'));
    const failed = restarted.finishAuthorization({ callbackUrl, transaction });
    await expect(failed).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(await restarted.finishAuthorization({ callbackUrl, transaction })).toHaveProperty('grant');
  });

  it('opens no record without keys, and says that the grant may work later', async () => {
    const { options, grant } = await connect();
    const fetchKeys = vi.fn<FetchKeys>(async () => keys);
    fetchKeys.mockRejectedValueOnce(new Error('down'));
    const restarted = createCloseOAuth({ ...options, keys: fetchKeys }).grant(grant);
    await expect(restarted.get()).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(await restarted.get()).toBe('access-secret-1');
  });
});

describe('oauth.reloadKeys', () => {
  it('uses the new keys from then on', async () => {
    const fetchKeys = vi.fn<FetchKeys>(async () => keys);
    const { oauth, store } = prepare({ keys: fetchKeys });
    await login(oauth);
    fetchKeys.mockResolvedValue([second, ...keys]);
    await oauth.reloadKeys();
    expect(await resealGrants(oauth)).toMatchObject({ resealed: 1 });
    expect((await store.load('orga_1/user_1'))?.sealed).toMatch(/^v1\.k2\./);
  });

  it('keeps the old keys after a failure', async () => {
    const fetchKeys = vi.fn<FetchKeys>(async () => keys);
    const { oauth } = prepare({ keys: fetchKeys });
    await login(oauth);
    fetchKeys.mockRejectedValueOnce(new Error('down'));
    await expect(oauth.reloadKeys()).rejects.toMatchObject({ code: 'keys_unavailable' });
    expect(await resealGrants(oauth)).toEqual({ seen: 1, resealed: 0, unreadable: 0 });
  });

  it('does nothing for a list, and fails after close', async () => {
    const { oauth } = await connect();
    expect(await oauth.reloadKeys()).toBeUndefined();
    await oauth.close();
    await expect(oauth.reloadKeys()).rejects.toMatchObject({ code: 'closed' });
  });
});
