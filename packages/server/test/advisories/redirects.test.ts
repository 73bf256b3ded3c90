import { describe, expect, it } from 'vitest';
import { setUp } from '../set-up-handler.ts';

/** Where a browser goes after a login that began with `returnTo`. */
async function destinations(returnTo: readonly string[]): Promise<string[]> {
  const found = returnTo.map(async (value) => {
    const { browser } = setUp();
    await browser.visit(`/api/close/login?returnTo=${encodeURIComponent(value)}`);
    const response = await browser.visit('/api/close/callback?code=c&state=s1', { crossSite: true });
    const href = /content="0;url=([^"]*)"/.exec(await response.text())?.[1] ?? '';
    return href.replaceAll('&amp;', '&');
  });
  return Promise.all(found);
}

/** Whether any server or router could read a URL of the app as another host. */
function leaves(href: string): boolean {
  const { origin, pathname } = new URL(href, 'https://app.example');
  const decoded = decodeURIComponent(decodeURIComponent(pathname));
  return origin !== 'https://app.example' || /^[/\\]{2}|\p{Cc}|\\/u.test(decoded);
}

describe('published open redirects', () => {
  it('oauth2-proxy GHSA-j7px-6hwj-hpjg: encoded white space hides no host', async () => {
    const spaces = [
      '%09',
      '%0a',
      '%0d',
      '%0b',
      '%0c',
      '%20',
      '%c2%a0',
      '%e2%80%a8',
      '\t',
      '\n',
      '\r',
      '\v',
      ' ',
    ];
    const values = spaces.flatMap((space) => [
      `/${space}/evil.test`,
      `${space}//evil.test`,
      `/${space}\\evil.test`,
      `/${space}${space}/${space}/evil.test`,
      `https:${space}//evil.test`,
    ]);
    expect((await destinations(values)).filter((href) => leaves(href))).toEqual([]);
  });

  it('oauth2-proxy CVE-2020-4037: dots, slashes and backslashes hide no host', async () => {
    const values = [
      '//evil.test',
      '///evil.test',
      '/\\evil.test',
      '\\\\evil.test',
      '/./\\evil.test',
      '/.//evil.test',
      '/..//evil.test',
      '/./../../\\evil.test',
      '/%2f/evil.test',
      '/%5cevil.test',
      '/%252fevil.test/..//evil.test',
      '/%2e%2e//evil.test',
      'https://evil.test',
      'https:evil.test',
      'https:/evil.test',
      'HTTPS://EVIL.TEST',
      'https://app.example@evil.test',
      'https://app.example.evil.test/',
      'https://app.example:443@evil.test',
      'https://app.example\\.evil.test',
      'https://evil.test/https://app.example/',
      'javascript:alert(1)//https://app.example/',
      'data:text/html,<script>alert(1)</script>',
      '//evil.test/%2f..',
      '/\u2028/evil.test',
      '/\u202E//evil.test',
      '/\uFF0Fevil.test',
      '〱evil.test',
      '.evil.test',
      '@evil.test',
    ];
    expect((await destinations(values)).filter((href) => leaves(href))).toEqual([]);
  });
});
