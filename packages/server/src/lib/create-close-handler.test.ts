import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth, fakeGrant } from '../../test/fake-close-oauth.ts';
import { codeOf, setUp, signIn } from '../../test/set-up-handler.ts';

describe('createCloseHandler', () => {
  describe('routes', () => {
    it('responds with 404 outside its own routes', async () => {
      const { browser } = setUp();
      const paths = ['/', '/api/closet/login', '/api/close', '/api/close/', '/api/close/toString', '/login'];
      expect(await Promise.all(paths.map((path) => codeOf(browser.call(path))))).toEqual(
        paths.map(() => [404, 'not_found']),
      );
    });

    it('names the methods it accepts', async () => {
      const { browser } = setUp();
      const answer = await browser.call('/api/close/logout');
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
      expect(await codeOf(browser.call('/api/close/api/v1/lead/', { method: 'PATCH' }))).toEqual([
        405,
        'method_not_allowed',
      ]);
    });

    it('grants no preflight', async () => {
      const { browser } = setUp();
      const answer = await browser.call('/api/close/session', {
        method: 'OPTIONS',
        headers: { origin: 'https://evil.example', 'access-control-request-headers': 'x-closekit' },
      });
      expect(answer.status).toBe(405);
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    });

    it('works below another base path and behind a proxy that changes the host', async () => {
      const oauth = fakeCloseOAuth(fakeGrant(), 'https://app.example/close/callback');
      const { handler } = setUp({ oauth, basePath: '/close' });
      const answer = await handler(new Request('http://10.0.0.7:8080/close/login'));
      expect(answer.headers.get('location')).toMatch(/^https:\/\/close\.example\/authorize/);
    });
  });

  describe('cross-site requests', () => {
    it('are refused on every route that is not opened in a tab', async () => {
      const { browser } = await signIn();
      const bad: HeadersInit[] = [
        { 'x-closekit': '0' },
        { 'x-closekit': '' },
        { origin: 'https://evil.example' },
        { origin: 'https://sub.app.example' },
        { origin: 'http://app.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'none' },
      ];
      const answers = bad.flatMap((headers) => [
        codeOf(browser.call('/api/close/session', { headers })),
        codeOf(browser.call('/api/close/logout', { method: 'POST', headers })),
        codeOf(browser.call('/api/close/api/v1/lead/', { headers })),
        codeOf(browser.call('/api/close/api/v1/lead/', { method: 'POST', body: '{}', headers })),
      ]);
      expect(await Promise.all(answers)).toEqual(answers.map(() => [403, 'cross_site']));
    });

    it('reach neither Close nor the grant', async () => {
      const { browser, reached } = await signIn();
      await browser.call('/api/close/api/v1/lead/', { method: 'POST', headers: { 'x-closekit': '' } });
      expect(reached).toEqual([]);
    });
  });

  describe('logout', () => {
    it('succeeds without a session', async () => {
      const { browser } = setUp();
      const answer = await browser.call('/api/close/logout', { method: 'POST' });
      expect([answer.status, answer.headers.getSetCookie().length]).toEqual([204, 1]);
    });
  });

  describe('onEvent', () => {
    it('may throw without changing the response', async () => {
      const { browser } = setUp({
        onEvent: () => {
          throw new Error('logger down');
        },
      });
      expect(await codeOf(browser.call('/nowhere'))).toEqual([404, 'not_found']);
    });

    it('is not called for visitors who are not signed in', async () => {
      const { browser, errors } = setUp();
      expect(await codeOf(browser.call('/api/close/api/v1/lead/'))).toEqual([401, 'signed_out']);
      expect(errors).toEqual([]);
    });
  });
});
