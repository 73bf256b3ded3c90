import { describe, expect, it } from 'vitest';
import { codeOf, setUp, signIn } from '../../../test/set-up-handler.ts';
import type { CloseHandlerOptions } from '../config/handler-config.ts';

type Allow = NonNullable<CloseHandlerOptions['allow']>;

const api = '/api/close/api/v1';
const refused = [403, 'call_refused'];
const body = JSON.stringify({ url: 'https://evil.example', events: [] });

describe('the default rule for API calls', () => {
  it('refuses webhook subscriptions, in every spelling that Close could understand', async () => {
    const { browser, reached, events } = await signIn();
    const paths = [
      'webhook/',
      'webhook',
      '%77ebhook/',
      'Webhook/',
      'webhook/whsub_1/',
      'webhook%20/',
      'webhook%3B/',
      'webhoo%E2%84%AA/',
    ];
    const codes = paths.map((path) => codeOf(browser.call(`${api}/${path}`, { method: 'POST', body })));
    codes.push(
      codeOf(browser.call(`${api}/webhook/`)),
      codeOf(browser.call(`${api}/webhook/whsub_1/`, { method: 'PUT', body })),
      codeOf(browser.call(`${api}/webhook/whsub_1/`, { method: 'DELETE' })),
    );
    expect(await Promise.all(codes)).toEqual(codes.map(() => refused));
    expect(reached).toEqual([]);
    expect(events.at(-1)).toMatchObject({
      type: 'refused',
      code: 'call_refused',
      status: 403,
      route: 'api',
      userId: 'user_1',
      organizationId: 'orga_1',
    });
  });

  it('allows everything else', async () => {
    const { browser, reached } = await signIn();
    const paths = ['lead/', 'webhooks/', 'lead/webhook/', 'activity/note/'];
    for (const path of paths) await browser.call(`${api}/${path}`, { method: 'POST', body });
    expect(reached).toEqual(paths.map((path) => `https://api.close.com/api/v1/${path}`));
  });
});

describe('allow', () => {
  it('decides before the default rule, which decides for undefined', async () => {
    const decisions: Record<string, boolean> = { '/api/v1/webhook/': true, '/api/v1/lead/': false };
    const { browser, reached } = await signIn({ allow: async ({ path }) => decisions[path] });
    const codes = ['webhook/', 'lead/', 'webhook/whsub_1/', 'task/'].map(async (path) => {
      const response = await browser.call(`${api}/${path}`, { method: 'POST', body });
      return response.status;
    });
    expect(await Promise.all(codes)).toEqual([200, 403, 403, 200]);
    expect(reached.map((url) => new URL(url).pathname)).toEqual(['/api/v1/webhook/', '/api/v1/task/']);
  });

  it('sees the call as Close will, and whose session it is', async () => {
    const seen: Parameters<Allow>[] = [];
    const allow: Allow = (...call) => {
      seen.push(call);
      return true;
    };
    const { browser } = await signIn({ allow });
    const headers = { 'x-http-method-override': 'GET' };
    await browser.call(`${api}/data/%73earch/`, { method: 'POST', body: '{}', headers });
    await browser.call(`${api}/lead/`, { method: 'POST', body: '{}' });
    expect(seen).toMatchObject([
      [{ method: 'GET', path: '/api/v1/data/search/', route: 'api' }, { userId: 'user_1' }],
      [{ method: 'POST', path: '/api/v1/lead/' }, { organizationId: 'orga_1' }],
    ]);
  });

  it('is called only with a live session, and refuses a call when it fails itself', async () => {
    let calls = 0;
    const allow: Allow = () => {
      calls += 1;
      throw new Error('policy away');
    };
    const { browser } = setUp({ allow });
    expect([await codeOf(browser.call(`${api}/lead/`)), calls]).toEqual([[401, 'signed_out'], 0]);
    const signedIn = await signIn({ allow });
    expect(await codeOf(signedIn.browser.call(`${api}/lead/`))).toEqual([500, 'internal']);
    expect([signedIn.reached, calls]).toEqual([[], 1]);
  });

  it('refuses escapes that are not UTF-8', async () => {
    const { browser, reached } = await signIn();
    expect(await codeOf(browser.call(`${api}/lead/%ff/`))).toEqual([404, 'path_refused']);
    expect(reached).toEqual([]);
  });
});
