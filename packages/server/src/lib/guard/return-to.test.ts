import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth } from '../../../test/fake-close-oauth.ts';
import { parseHandlerOptions } from '../config/parse-handler-options.ts';
import { parseReturnTo, withCloseError } from './return-to.ts';

const config = parseHandlerOptions({ oauth: fakeCloseOAuth(), origin: 'https://app.example' });
const parseAll = (values: readonly (string | null)[]) => values.map((value) => parseReturnTo(config, value));

describe('parseReturnTo', () => {
  it('keeps path, query and fragment of URLs inside the app', () => {
    const inside = ['/', '/leads', '/leads/lead_1?tab=notes&q=a%2Fb#top', '/a/../b', '/?close=1'];
    expect(parseAll(inside)).toEqual([
      '/',
      '/leads',
      '/leads/lead_1?tab=notes&q=a%2Fb#top',
      '/b',
      '/?close=1',
    ]);
  });

  it('takes the path of a full URL on its own origin', () => {
    expect(parseReturnTo(config, 'https://app.example/leads?q=1#x')).toBe('/leads?q=1#x');
  });

  it('falls back to / for every other URL', () => {
    const tricks = [
      null,
      '',
      '//evil.example',
      '///evil.example',
      '/\\evil.example',
      '\\\\evil.example',
      '/.//evil.example',
      '/..//evil.example',
      '/a/..//evil.example',
      '/%2e//evil.example',
      '/%2fevil.example',
      '/%5cevil.example',
      '/%09/evil.example',
      '/%c0%afevil.example',
      '/%c0%ae%c0%ae/evil.example',
      '/%ff',
      '/\t/evil.example',
      '/\n/evil.example',
      '\u0000/leads',
      ' //evil.example',
      'https:evil.example',
      'https:/evil.example',
      'https://evil.example',
      'https://app.example.evil.example/',
      'https://app.example@evil.example/',
      'https://app.example:8443/',
      'http://app.example/',
      'javascript:alert(1)',
      'JavaScript:alert(1)',
      'data:text/html,hello',
      'blob:https://app.example/1',
      'leads',
      '?q=1',
      `/${'a'.repeat(3000)}`,
      `/${'é'.repeat(1500)}`,
    ];
    expect(parseAll(tricks)).toEqual(tricks.map(() => '/'));
  });

  it('never returns to a route of the handler', () => {
    const own = [
      '/api/close',
      '/api/close/login',
      '/api/close/callback?code=1',
      '/x/../api/close/login',
      '/%61pi/close/login',
    ];
    expect(parseAll(own)).toEqual(own.map(() => '/'));
    expect(parseReturnTo(config, '/api/closely')).toBe('/api/closely');
  });

  it('returns a path of the app for any text, and the same path for that path', () => {
    const pieces = [
      '/',
      '//',
      '\\',
      '.',
      '..',
      '%',
      '%2f',
      '%c0%af',
      ':',
      '@',
      '?',
      '#',
      '\t',
      '\n',
      '\u00A0',
      'https:',
    ];
    const piece = fc.oneof(
      fc.constantFrom(...pieces, 'evil.example', config.origin),
      fc.string({ maxLength: 3 }),
    );
    const text = fc.array(piece, { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((rest) => `/${rest}`),
        ),
        (value) => {
          const path = parseReturnTo(config, value);
          expect(path).toMatch(/^\/(?![/\\])[\u0021-\u007E]*$/);
          expect(new URL(path, config.origin).href).toBe(config.origin + path);
          expect(parseReturnTo(config, path)).toBe(path);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('removes the error of an earlier attempt', () => {
    expect(parseReturnTo(config, '/leads?close_error=access_denied&q=1')).toBe('/leads?q=1');
  });
});

describe('withCloseError', () => {
  it('adds the code and keeps the rest', () => {
    expect(withCloseError(config, '/leads?q=1#top', 'access_denied')).toBe(
      'https://app.example/leads?q=1&close_error=access_denied#top',
    );
  });
});
