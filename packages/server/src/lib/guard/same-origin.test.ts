import { describe, expect, it } from 'vitest';
import { setUp } from '../../../test/set-up-handler.ts';

const wrongPort = 'http://localhost:4000';

/** The refusal of a request, at an app whose option `origin` has another port than its server. */
async function refusalOf(path: string, init: RequestInit): Promise<unknown> {
  const { handler } = setUp({ origin: 'http://localhost:3000' });
  const response = await handler(new Request(`${wrongPort}/api/close/${path}`, init));
  return { status: response.status, ...(await response.json()) };
}

describe('a page of another origin', () => {
  it('is named beside the option `origin` when it calls', async () => {
    const headers = { 'x-closekit': '1', 'sec-fetch-site': 'same-origin', origin: wrongPort };
    expect(await refusalOf('logout', { method: 'POST', headers })).toEqual({
      status: 403,
      code: 'cross_site',
      error:
        'The request comes from http://localhost:4000, but the option `origin` is http://localhost:3000.',
    });
  });

  it('is named beside the option `origin` when it opens the login', async () => {
    const headers = { 'sec-fetch-site': 'same-origin', referer: `${wrongPort}/leads` };
    expect(await refusalOf('login', { headers })).toEqual({
      status: 403,
      code: 'cross_site',
      error:
        'The request comes from http://localhost:4000, but the option `origin` is http://localhost:3000.',
    });
  });

  it('is not named when its origin is no origin', async () => {
    const headers = { 'x-closekit': '1', 'sec-fetch-site': 'cross-site' };
    const error = 'The request comes from an origin other than the option `origin`, http://localhost:3000.';
    for (const origin of ['null', 'http://a.example/path', 'x'.repeat(4000)]) {
      const refusal = await refusalOf('logout', { method: 'POST', headers: { ...headers, origin } });
      expect(refusal).toEqual({ status: 403, code: 'cross_site', error });
    }
  });
});

describe('login', () => {
  it('opens from a link on another site, and from an own page behind a proxy', async () => {
    const { handler } = setUp();
    const links: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site', referer: 'https://news.example/' },
      { 'sec-fetch-site': 'same-origin', referer: 'https://app.example/leads' },
      { 'sec-fetch-site': 'same-origin', referer: 'no URL' },
      { referer: 'https://news.example/' },
    ];
    const opened = links.map((headers) =>
      handler(new Request('http://10.0.0.7:8080/api/close/login', { headers })),
    );
    expect((await Promise.all(opened)).map(({ status }) => status)).toEqual([303, 303, 303, 303]);
  });
});
