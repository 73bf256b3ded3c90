import { describe, expect, it } from 'vitest';
import { parseCutOffBody, parseResponseBody } from './response-body.ts';

describe('parseResponseBody', () => {
  it('parses objects and nothing else', () => {
    expect(parseResponseBody('{"a":1}')).toEqual({ a: 1 });
    expect(['', 'x', '[]', 'null', '"a"', '{"a"'].map(parseResponseBody)).toEqual(Array(6).fill(undefined));
  });
});

describe('parseCutOffBody', () => {
  it('finds the complete members', () => {
    const text = '{"access_token": "a\\"b", "expires_in": 3600, "refresh_token": "r", "scope": "all.fu';
    expect(parseCutOffBody(text)).toEqual({ access_token: 'a"b', expires_in: 3600, refresh_token: 'r' });
  });

  it('ignores a number that may have been longer', () => {
    expect(parseCutOffBody('{"refresh_token":"r","expires_in":36')).toEqual({ refresh_token: 'r' });
  });

  it('finds nothing without a complete refresh token', () => {
    expect(parseCutOffBody('{"access_token":"a","refresh_token":"r')).toBeUndefined();
    expect(parseCutOffBody('<p>"refresh_token":"r"</p>')).toBeUndefined();
  });
});
