import type { ConnectedOAuth } from '../src/index.ts';
import { createBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { fakeCloseOAuth, fakeGrant } from './fake-close-oauth.ts';

/** An oauth whose codes are `user_1@orga_1`: the user and the organization that the login connects. */
export function oauthOfMany(): ConnectedOAuth {
  const oauth = fakeCloseOAuth();
  return {
    ...oauth,
    async finishAuthorization(options) {
      const { context } = await oauth.finishAuthorization(options);
      const code = new URL(options.callbackUrl).searchParams.get('code') ?? '';
      const [userId = '', organizationId = ''] = code.split('@');
      return { grant: { ...fakeGrant(), userId, organizationId }, context };
    },
    grant: (id) => ({ ...fakeGrant(), ...id }),
  };
}

/** Signs a new browser in, or adds an organization to one. */
export async function signInAs(
  handler: Parameters<typeof createBrowser>[0],
  code: string,
  browser: Browser = createBrowser(handler),
): Promise<Browser> {
  const response = await browser.visit('/api/close/login');
  const state = new URL(response.headers.get('location') ?? '').searchParams.get('state') ?? '';
  await browser.visit(`/api/close/callback?code=${code}&state=${state}`, { crossSite: true });
  return browser;
}
