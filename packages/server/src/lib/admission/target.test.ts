import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseNormalUrl, parseTarget } from './target.ts';

const origin = 'https://app.example';

describe('parseTarget', () => {
  it('returns path and query as the URL parser does', () => {
    const special = fc.constantFrom(
      '.',
      '..',
      '/',
      '//',
      '\\',
      '%2e',
      '%2E',
      '%2f',
      '%',
      '%5c',
      '?',
      '#',
      ';',
      ':',
      '@',
      '&',
      '=',
      '|',
      '[',
      '^',
      '`',
      '"',
      "'",
      '<',
      ' ',
      '\t',
      '\n',
      '\0',
      '\x7f',
      'é',
      '\u212a',
      '\u017f',
      '💥',
      '\ud800',
      'api',
      'v1',
    );
    const text = fc
      .array(fc.oneof(special, fc.string({ maxLength: 3 })), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (path) => {
        const url = `${origin}/${path}`;
        const { pathname, search } = new URL(url);
        expect({ ...parseTarget(url), url }).toEqual({ pathname, search, url });
      }),
      { numRuns: 5000 },
    );
  });

  it('spares ordinary API calls the URL parser', () => {
    const url = `${origin}/api/close/api/v1/unsubscribe/email/jo%2Bx%40mail.example.com/?_fields=id%2Cname&q=a b`;
    expect(parseNormalUrl(url.replace(' ', '%20'))).toEqual({
      pathname: '/api/close/api/v1/unsubscribe/email/jo%2Bx%40mail.example.com/',
      search: '?_fields=id%2Cname&q=a%20b',
    });
  });

  it('leaves everything that the URL parser changes to it', () => {
    const changed = [
      '/a/./b',
      '/a/%2e%2E/b',
      '/.a',
      '/a\\b',
      '/a b',
      "/a?'",
      '/a?"',
      '/a#b',
      '/é',
      '/a%',
      '/\u212a',
    ];
    expect(changed.map((path) => parseNormalUrl(origin + path))).toEqual(changed.map(() => undefined));
  });

  it('refuses what is no URL', () => {
    expect(() => parseTarget('http://')).toThrow(expect.objectContaining({ code: 'not_found' }));
  });
});
