import { CloseOAuthError } from '@closekit/oauth';
import type { Grant } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { codeOf, setUp } from '../../../test/set-up-handler.ts';

/** A browser with two organizations, `orga_2` connected last. The revocations of one of them fail. */
async function connectTwo(unreachable: string) {
  const revoked: string[] = [];
  const grantOf = (organizationId: string): Grant => ({
    ...fakeGrant(),
    organizationId,
    async revoke() {
      if (organizationId === unreachable) throw new CloseOAuthError('revoke_unavailable', 'Close is away.');
      revoked.push(organizationId);
    },
  });
  const logins = ['orga_1', 'orga_2'];
  const { browser } = setUp({
    oauth: {
      ...fakeCloseOAuth(),
      finishAuthorization: async () => ({ grant: grantOf(logins.shift() ?? ''), context: undefined }),
      grant: ({ organizationId }) => grantOf(organizationId),
    },
  });
  for (const state of ['s1', 's2']) {
    await browser.visit('/api/close/login');
    await browser.visit(`/api/close/callback?code=c&state=${state}`, { crossSite: true });
  }
  return { browser, revoked, logout: () => browser.call('/api/close/logout', { method: 'POST' }) };
}

describe('POST logout', () => {
  it('revokes the active organization last, so that a logout can be repeated', async () => {
    const { browser, revoked, logout } = await connectTwo('orga_1');
    expect([await codeOf(logout()), revoked]).toEqual([[502, 'revoke_unavailable'], []]);
    expect(await (await browser.call('/api/close/session')).json()).toMatchObject({
      status: 'signed-in',
      organization: { id: 'orga_2' },
    });
  });

  it('keeps the session when the last grant could not be revoked', async () => {
    const { browser, revoked, logout } = await connectTwo('orga_2');
    expect([await codeOf(logout()), revoked]).toEqual([[502, 'revoke_unavailable'], ['orga_1']]);
    expect(browser.cookies.size).toBe(1);
  });

  it('deletes the session once all grants are revoked', async () => {
    const { browser, revoked, logout } = await connectTwo('none');
    expect([(await logout()).status, revoked]).toEqual([204, ['orga_1', 'orga_2']]);
    expect(browser.cookies.size).toBe(0);
  });

  it('makes the browser delete what the app has stored there, but no cookies of the site', async () => {
    const { logout } = await connectTwo('none');
    const cleared = (await logout()).headers.get('clear-site-data');
    expect(cleared).toBe('"storage", "prefetchCache", "prerenderCache"');
  });
});
