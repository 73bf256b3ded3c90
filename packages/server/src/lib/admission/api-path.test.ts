import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isCloseServerError } from '../base/errors.ts';
import { parseApiPath } from './api-path.ts';

function outcome(path: string): string {
  try {
    return parseApiPath(path);
  } catch (error) {
    return isCloseServerError(error) ? error.code : 'unexpected';
  }
}

describe('parseApiPath', () => {
  it('returns API paths unchanged', () => {
    const paths = [
      '/api/v1/me/',
      '/api/v1/lead/lead_1',
      '/api/v1/unsubscribe/email/jo%2Bx%40mail.example.com/',
    ];
    expect(paths.map(outcome)).toEqual(paths);
  });

  it('refuses other versions and other parts of the server', () => {
    const paths = [
      '/api/v2/me/',
      '/api/v1',
      '/api/v1.1/me/',
      '/api/V1/me/',
      '/oauth2/token/',
      '/api/v1%2fme/',
    ];
    expect(paths.map(outcome)).toEqual(paths.map(() => 'not_found'));
  });

  it('refuses parts that a server could interpret differently', () => {
    const paths = [
      '/api/v1/',
      '/api/v1//me/',
      '/api/v1/me//',
      '/api/v1/../v2/me/',
      '/api/v1/./me/',
      '/api/v1/a..b/',
      '/api/v1/%2e%2e/',
      '/api/v1/%2E/',
      '/api/v1/a%2fb/',
      '/api/v1/a%2Fb/',
      '/api/v1/a%5Cb/',
      '/api/v1/a\\b/',
      '/api/v1/a%00/',
      '/api/v1/a%0d%0ab/',
      '/api/v1/%252e%252e/',
      '/api/v1/a%/',
      '/api/v1/a;b=1/',
      '/api/v1/https://evil.example/',
      '/api/v1/me?x/',
    ];
    expect(paths.map(outcome)).toEqual(paths.map(() => 'path_refused'));
  });

  it('refuses escapes that are not UTF-8, which some servers read as dots and slashes', () => {
    const escapes = [
      '%c0%ae',
      '%C0%AE',
      '%c0%2e',
      '%c1%9c',
      '%c0%af',
      '%e0%80%ae',
      '%f0%80%80%af',
      '%f8%80%80%80%ae',
    ];
    const others = ['%ff', '%80', '%c3', '%ed%a0%80', '%f4%90%80%80', '%c2%85'];
    const paths = [...escapes, ...others].flatMap((one) => [`/api/v1/${one}/`, `/api/v1/a${one}${one}b/`]);
    expect(paths.map(outcome)).toEqual(paths.map(() => 'path_refused'));
    expect(outcome('/api/v1/M%C3%BCller/%F0%9F%98%80/')).toBe('/api/v1/M%C3%BCller/%F0%9F%98%80/');
  });

  it('accepts no path that leaves its place, however leniently it is decoded', () => {
    const pieces = [
      '/',
      'a',
      '.',
      '..',
      '%',
      '%2',
      '2e',
      '%2e',
      '%c0',
      '%ae',
      '%af',
      '%e0%80',
      '%25',
      '\\',
      '%5c',
      'é',
    ];
    const piece = fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 2 }));
    const path = fc.array(piece, { maxLength: 12 }).map((parts) => `/api/v1/${parts.join('')}`);
    fc.assert(
      fc.property(path, (one) => {
        fc.pre(outcome(one) === one);
        const segments = decodeLeniently(decodeLeniently(one)).split('/');
        expect(segments.filter((segment) => /^\.*$|[\\%\0]/.test(segment)).join('')).toBe('');
        expect(new URL(one, 'https://api.close.com').pathname).toBe(one);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Decodes as careless servers do: byte by byte, with overlong forms. */
function decodeLeniently(path: string): string {
  const bytes = path.replaceAll(/%([\da-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return bytes.replaceAll(/[\u00C0\u00C1]([\u0080-\u00BF])|\u00E0\u0080([\u0080-\u00BF])/g, (pair: string) =>
    String.fromCharCode(
      ((pair.charCodeAt(pair.length - 2) & 3) << 6) | (pair.charCodeAt(pair.length - 1) & 63),
    ),
  );
}
