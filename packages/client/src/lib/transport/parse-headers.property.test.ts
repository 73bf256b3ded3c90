import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHeaders } from './parse-headers.ts';

const defaults = { accept: 'application/json' };
const parse = (given: unknown) => parseHeaders(given, defaults, 'leads_get');

const name = fc.stringMatching(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/);
const value = fc.stringMatching(/^[\t\x20-\x7e\x80-\xff]{0,30}$/);

describe('parseHeaders', () => {
  it('accepts what `fetch` accepts, each name once and in lower case', () => {
    fc.assert(
      fc.property(fc.dictionary(name, value), (given) => {
        const parsed = parse(given);
        expect(new Headers(parsed).get('accept')).toBe((parsed['accept'] ?? '').trim());
        for (const [one, text] of Object.entries(given).slice(-1))
          expect(parsed[one.toLowerCase()]).toBe(text);
        expect(Object.keys(parsed).every((one) => one === one.toLowerCase())).toBe(true);
      }),
    );
  });

  it('keeps a header that is named like a member of every object', () => {
    const parsed = parse({ ['__proto__']: 'a', Constructor: 'b' });
    expect(Object.entries(parsed)).toEqual([
      ['accept', 'application/json'],
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
  });

  it('refuses what `fetch` refuses, without its value', () => {
    const wrong = fc.oneof(
      fc.stringMatching(/^hidden[\r\n\0\u0100-\uffff]+$/),
      fc.constant(7),
      fc.constant(null),
    );
    fc.assert(
      fc.property(name, wrong, (one, text) => {
        const message = `leads_get: \`headers.${one}\` must be a header name with a plain text.`;
        expect(() => parse({ [one]: text })).toThrow(new TypeError(message));
      }),
    );
    expect(() => parse({ 'a b': 'x' })).toThrow(TypeError);
    expect(() => parse('x-tz-offset: 2')).toThrow(
      new TypeError('leads_get: `headers` must be a plain object.'),
    );
  });

  it('leaves out absent ones, and changes neither object', () => {
    const given = { 'X-Tz-Offset': '2', 'x-trace': undefined };
    expect(parse(given)).toEqual({ accept: 'application/json', 'x-tz-offset': '2' });
    expect([given, defaults]).toEqual([
      { 'X-Tz-Offset': '2', 'x-trace': undefined },
      { accept: 'application/json' },
    ]);
    expect(parse(undefined)).toBe(defaults);
  });
});
