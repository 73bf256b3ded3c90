import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toJsonBody } from './json-body.ts';
import { toParamsBody, toQueryText, toSearch } from './serialise.ts';

const search = (query: Record<string, unknown>) => toSearch(toQueryText(query, 'things_list'));

const json = (body: object) => toJsonBody(body, 'leads_update');
const must = (requirement: string) => new TypeError(`things_list: \`a\` must be ${requirement}.`);

describe('a query', () => {
  it('arrives as it was, whatever its characters', () => {
    const names = fc.stringMatching(/^[a-z_]{1,12}$/);
    const texts = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => text.replaceAll(',', ''));
    const values = fc.oneof(
      texts,
      fc.integer(),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(fc.dictionary(names, fc.oneof(values, fc.array(values, { minLength: 1 }))), (query) => {
        const read = new URL(`https://api.close.com/${search(query)}`).searchParams;
        const expected = Object.entries(query).map(([name, value]) => [name, [value].flat().join(',')]);
        expect([...read]).toEqual(expected);
      }),
    );
  });

  it('has the same form in a URL and in the body of a long one', () => {
    const date = new Date('2026-11-30T12:00:00Z');
    const query = { id__in: ['a', 'b'], date_created__gt: date, _limit: 5, has_more: false, view: undefined };
    const shared = toQueryText(query, 'things_list');
    expect(toSearch(shared)).toBe(
      '?id__in=a,b&date_created__gt=2026-11-30T12%3A00%3A00.000Z&_limit=5&has_more=false',
    );
    expect(JSON.parse(toParamsBody(shared))).toEqual({
      _params: { id__in: 'a,b', date_created__gt: date.toISOString(), _limit: '5', has_more: 'false' },
    });
  });

  it('leaves out absent values and empty lists', () => {
    expect(search({ a: null, b: undefined, c: [], d: [null] })).toBe('');
  });

  it('accepts half a surrogate pair, as a URL does', () => {
    expect(search({ query: '\ud800' })).toBe('?query=%EF%BF%BD');
  });

  it('refuses what has no text', () => {
    expect(() => search({ a: Number.NaN })).toThrow(must('a finite number'));
    expect(() => search({ a: [Infinity] })).toThrow(must('a finite number'));
    expect(() => search({ a: new Date(Number.NaN) })).toThrow(must('a valid date'));
    expect(() => search({ a: {} })).toThrow(must('text, a number, a boolean, a date or a list of these'));
    expect(() => search({ a: () => {} })).toThrow(TypeError);
  });
});

describe('a body', () => {
  it('is the JSON of its values, when JSON can express them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        expect(JSON.parse(json(body))).toEqual(JSON.parse(JSON.stringify(body)));
      }),
    );
  });

  it('refuses numbers and dates that would become null, wherever they are', () => {
    const spoilt = fc.constantFrom(Number.NaN, Infinity, -Infinity, new Date(Number.NaN));
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.array(fc.string()),
        spoilt,
        (body, path, bad) => {
          const nested = path.reduce<unknown>((value, name) => ({ [name]: [value] }), bad);
          expect(() => json({ ...body, bad: nested })).toThrow(TypeError);
        },
      ),
    );
    expect(() => json({ value: Number.NaN })).toThrow(
      new TypeError('leads_update: `body.value` must be a finite number.'),
    );
    expect(() => json({ contacts: [{ at: new Date(Number.NaN) }] })).toThrow(
      new TypeError('leads_update: `body.contacts.0.at` must be a valid date.'),
    );
  });

  it('clears a field with null, and has dates as ISO text', () => {
    expect(json({ name: null, at: new Date(0) })).toBe('{"name":null,"at":"1970-01-01T00:00:00.000Z"}');
  });

  it('refuses what JSON cannot express at all', () => {
    const loop: Record<string, unknown> = {};
    loop['self'] = loop;
    const message = 'leads_update: `body` must be a value that JSON can express.';
    expect(() => json(loop)).toThrow(new TypeError(message));
    expect(() => json({ big: 1n })).toThrow(new TypeError(message));
  });
});
