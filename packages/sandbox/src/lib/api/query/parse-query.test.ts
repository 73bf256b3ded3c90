import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiRefusal } from '../base/api-call.ts';
import { parseQuery } from './parse-query.ts';

const value = (text: string, at: number, isQuoted = false) => ({ text, at, isQuoted });
const words = (text: string, at: number) => ({ type: 'words', value: value(text, at) });
const field = (name: object, comparison: string, ...values: object[]) => ({
  type: 'field',
  name,
  comparison,
  values,
});

describe('parseQuery', () => {
  it('binds `and` and spaces tighter than `or`', () => {
    expect(parseQuery('a b or c and d').root).toEqual({
      type: 'or',
      parts: [
        { type: 'and', parts: [words('a', 0), words('b', 2)] },
        { type: 'and', parts: [words('c', 7), words('d', 13)] },
      ],
    });
    expect(parseQuery('a (b or c)').root).toEqual({
      type: 'and',
      parts: [words('a', 0), { type: 'or', parts: [words('b', 3), words('c', 8)] }],
    });
  });

  it('reads comparisons with and without spaces, quoted names and quoted values', () => {
    expect(parseQuery('calls>=3').root).toEqual(field(value('calls', 0), '>=', value('3', 7)));
    expect(parseQuery('calls >= 3').root).toEqual(field(value('calls', 0), '>=', value('3', 9)));
    expect(parseQuery(String.raw`"a b":"c \"d\""`).root).toEqual(
      field(value('a b', 0, true), ':', value('c "d"', 6, true)),
    );
    expect(parseQuery('updated >= 2026-07-17T08:21:29').root).toEqual(
      field(value('updated', 0), '>=', value('2026-07-17T08:21:29', 11)),
    );
  });

  it('reads lists of values, and negations', () => {
    const list = field(value('a', 0), ':', value('b', 6), value('c', 8));
    expect(parseQuery('a in (b,c)').root).toEqual(list);
    expect(parseQuery('a != b').root).toEqual({
      type: 'not',
      part: field(value('a', 0), ':', value('b', 5)),
    });
    expect(parseQuery('a not in (b)').root).toEqual({
      type: 'not',
      part: field(value('a', 0), ':', value('b', 10)),
    });
    expect(parseQuery('a:(b or "c")').root).toEqual(
      field(value('a', 0), ':', value('b', 3), value('c', 8, true)),
    );
    expect(parseQuery('no:calls').root).toEqual({
      type: 'not',
      part: { type: 'has', name: value('calls', 3) },
    });
  });

  it('keeps the words of the grammar apart from words that begin like them', () => {
    expect(parseQuery('organic').root).toEqual({ type: 'words', value: value('organic', 0) });
    expect(parseQuery('notes').root).toEqual({ type: 'words', value: value('notes', 0) });
    expect(parseQuery('"or"').root).toEqual({ type: 'words', value: value('or', 0, true) });
    expect(parseQuery('Acme, Inc').root).toMatchObject({ type: 'and', parts: [{}, {}] });
  });

  it('collects the order and the slice', () => {
    expect(parseQuery('* sort:-updated sort:name slice:1/3')).toEqual({
      root: { type: 'everything' },
      sort: [
        { name: value('updated', 8), sign: -1 },
        { name: value('name', 21), sign: 1 },
      ],
      slice: { number: 1, total: 3 },
    });
  });

  it('reads any text or refuses it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '(',
        ')',
        '"',
        ':',
        ',',
        '-',
        '*',
        '>',
        '<',
        '=',
        '!',
        ' ',
        'not ',
        ' or ',
        ' and ',
        ' in (',
        'sort:',
        'slice:1/2',
        'has:',
        '..',
      ),
      fc.string(),
      fc.string({ unit: 'grapheme' }),
    );
    const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (query) => {
        expect(outcomeOf(query)).toBe('read or refused');
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['(', '-', '"', 'not ', 'a(', 'a ', 'a:b or ', '\\', 'a,', ' ', 'x*', '"a\\" '])(
    'reads or refuses a long text of one piece: %s',
    (piece) => {
      expect(outcomeOf(piece.repeat(50_000))).toBe('read or refused');
    },
  );
});

function outcomeOf(text: string): unknown {
  try {
    return typeof parseQuery(text).root === 'object' && 'read or refused';
  } catch (error) {
    return error instanceof ApiRefusal && error.status === 400 ? 'read or refused' : error;
  }
}
