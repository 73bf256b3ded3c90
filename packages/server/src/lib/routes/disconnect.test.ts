import { CloseOAuthError } from '@closekit/oauth';
import type { GrantStatus } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth, fakeGrant } from '../../../test/fake-close-oauth.ts';
import { withTime } from '../../../test/pass-time.ts';
import { codeOf, setUp, signIn } from '../../../test/set-up-handler.ts';
import type { HandlerSetup } from '../../../test/set-up-handler.ts';

const disconnect = ({ browser }: HandlerSetup, body: object = {}) =>
  browser.call('/api/close/disconnect', { method: 'POST', body: JSON.stringify(body) });

/** A browser whose grant fails to be revoked, and then has a status. */
function signInTo(code: CloseOAuthError['code'], status: GrantStatus['status']): Promise<HandlerSetup> {
  const revoke = () => Promise.reject(new CloseOAuthError(code, 'Failed.'));
  const grant = fakeGrant({ revoke });
  return signIn({ oauth: { ...fakeCloseOAuth(grant), grant: () => fakeGrant({ revoke, status }) } });
}

describe('POST disconnect', () => {
  it('requires a session', async () => {
    expect(await codeOf(disconnect(setUp()))).toEqual([401, 'signed_out']);
  });

  it('refuses an organization that this browser has not connected', async () => {
    const all = await signIn();
    expect(await codeOf(disconnect(all, { organizationId: 'orga_9' }))).toEqual([
      404,
      'organization_not_connected',
    ]);
    expect(await codeOf(disconnect(all, { organizationId: 7 }))).toEqual([404, 'organization_not_connected']);
    expect(all.browser.cookies.size).toBe(1);
  });

  it('succeeds once the grant is marked, whatever Close says, and reports the error', async () => {
    const codes = [
      'revoke_unavailable',
      'client_misconfigured',
      'discovery_failed',
      'keys_unavailable',
    ] as const;
    for (const code of codes) {
      const all = await signInTo(code, 'revoked');
      expect((await disconnect(all)).status).toBe(204);
      expect([all.browser.cookies.size, all.errors.map((error) => error.code)]).toEqual([0, [code]]);
    }
  });

  it('ends the session of a grant that cannot be read, because another attempt cannot help', async () => {
    const all = await signInTo('record_unreadable', 'unreadable');
    expect((await disconnect(all)).status).toBe(204);
    expect(all.errors.map((error) => error.code)).toEqual(['record_unreadable']);
  });

  it('keeps the session when the grant could not be marked, so that the user can try again', async () => {
    const all = await signInTo('store_unavailable', 'active');
    expect(await codeOf(disconnect(all))).toEqual([503, 'store_unavailable']);
    expect(all.browser.cookies.size).toBe(1);
    expect(await (await all.browser.call('/api/close/session')).json()).toMatchObject({
      status: 'signed-in',
    });
  });

  it('waits five seconds for Close, and leaves the rest to the background', async () => {
    let status: GrantStatus['status'] = 'active';
    let fail: ((error: Error) => void) | undefined;
    const grant = fakeGrant({
      revoke() {
        status = 'revoked';
        return new Promise((_, reject) => void (fail = reject));
      },
    });
    grant.status = async () => ({ ...(await fakeGrant().status()), status });
    const all = await signIn({ oauth: fakeCloseOAuth(grant) });
    await withTime(async (pass) => {
      const answer = disconnect(all);
      await pass(5000);
      expect((await answer).status).toBe(204);
    });
    expect([all.browser.cookies.size, all.errors]).toEqual([0, []]);
    fail?.(new CloseOAuthError('revoke_unavailable', 'Failed.'));
    await expect.poll(() => all.errors.map(({ code }) => code)).toEqual(['revoke_unavailable']);
  });
});
