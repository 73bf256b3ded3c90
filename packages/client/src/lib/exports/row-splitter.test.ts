import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RowSplitter } from './row-splitter.ts';

function split(...pieces: string[]): unknown[] {
  const splitter = new RowSplitter();
  const rows = pieces.flatMap((piece) => splitter.push(piece));
  splitter.finish();
  return rows;
}

/** Cuts a text at every multiple of a length. */
function cut(text: string, length: number): string[] {
  return Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  );
}

describe('RowSplitter', () => {
  it('returns each row with the piece that completes it', () => {
    const splitter = new RowSplitter();
    expect(splitter.push('[{"a":1},{"a"')).toEqual([{ a: 1 }]);
    expect(splitter.push(':2},\n {"a":3}')).toEqual([{ a: 2 }, { a: 3 }]);
    expect(splitter.push(']')).toEqual([]);
    splitter.finish();
  });

  it('reads any list of objects, wherever it is cut', () => {
    const row = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 1, max: 9 }), fc.nat(2), (rows, length, indent) => {
        const text = JSON.stringify(rows, undefined, indent);
        expect(split(...cut(text, length))).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads objects one after the other, without a list', () => {
    expect(split('{"a":1}\n{"a":"}{"}\n')).toEqual([{ a: 1 }, { a: '}{' }]);
  });

  it('reads an empty list', () => {
    expect(split(' [ ] ')).toEqual([]);
  });

  it('refuses a text that ends too early, wherever it does', () => {
    const text = '[{"a":[1,"\\"]"]},{"b":null}]';
    for (let length = 0; length < text.length; length += 1)
      expect(() => split(text.slice(0, length))).toThrow(SyntaxError);
  });

  it('refuses rows that are no objects, and text around them', () => {
    for (const text of [
      '[1,2]',
      '["a"]',
      'null',
      '<html></html>',
      '[{}]{}',
      '[{}]]',
      ']',
      '[{"a":}]',
      '[{}x]',
    ])
      expect(() => split(text)).toThrow(SyntaxError);
  });
});
