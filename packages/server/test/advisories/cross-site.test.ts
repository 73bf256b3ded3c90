import { describe, expect, it } from 'vitest';
import { codeOf, signIn } from '../set-up-handler.ts';

const routes = ['session', 'switch', 'logout', 'disconnect', 'token', 'api/v1/lead/'];

describe('published attacks from other sites', () => {
  it('Hono GHSA-2234-fmw7-43wr: no body type and no missing header makes a request one of the app', async () => {
    const { browser, reached, events } = await signIn({ tokens: true });
    const signedIn = events.length;
    // A form, a beacon, a blob without a type, and a script that leaves out everything it can.
    const attempts: RequestInit[] = [
      { body: '{}', headers: { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' } },
      { body: new Blob(['{}']), headers: { origin: 'https://evil.test' } },
      { body: new URLSearchParams({ a: '1' }), headers: { origin: 'null' } },
      { body: new FormData(), headers: { origin: 'https://evil.app.example' } },
      { body: '{}', headers: { origin: 'https://app.example', 'content-type': 'Application/JSON; a=b' } },
      { body: null },
    ];
    const responses = routes.flatMap((route) =>
      attempts.map((attempt) => {
        const headers = new Headers(attempt.headers);
        headers.set('x-closekit', '');
        const method = route === 'session' ? 'GET' : 'POST';
        const body = method === 'GET' ? null : (attempt.body ?? null);
        return codeOf(browser.call(`/api/close/${route}`, { method, headers, body }));
      }),
    );
    expect(await Promise.all(responses)).toEqual(responses.map(() => [403, 'cross_site']));
    expect(reached).toEqual([]);
    expect(events.slice(signedIn).every(({ type }) => type === 'refused')).toBe(true);
  });
});
