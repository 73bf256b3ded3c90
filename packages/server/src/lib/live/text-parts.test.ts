import { describe, expect, it } from 'vitest';
import { createTextJoiner, splitJson } from './text-parts.ts';

const value = { text: `ü€😀\u0000"\\${'x'.repeat(500)}${'é'.repeat(500)}` };

describe('the parts of a text', () => {
  it('are short, and give the same JSON in any order, among those of others', () => {
    const [own, other] = [splitJson(JSON.stringify(value), 120), splitJson('{"other":1}', 120)];
    expect(own.length).toBeGreaterThan(10);
    expect(Math.max(...own.map((part) => Buffer.byteLength(part)))).toBeLessThanOrEqual(120);
    const joiner = createTextJoiner();
    const texts = [...own.toReversed().slice(0, -1), ...other, own[0] ?? ''].flatMap(
      (part) => joiner.add(part) ?? [],
    );
    expect(texts.map((text): unknown => JSON.parse(text))).toEqual([{ other: 1 }, value]);
  });

  it('are forgotten when the others will not arrive', () => {
    const [first = '', second = ''] = splitJson(JSON.stringify(value), 1200);
    const joiner = createTextJoiner();
    joiner.add(first);
    joiner.clear();
    expect(joiner.add(second)).toBeUndefined();
  });

  it('are ignored when they are not of this form', () => {
    const joiner = createTextJoiner();
    for (const part of ['', 'x', 'id 0', 'id 1 1 x', 'id 0 1001 x', 'id 0 9999999 x', 'i d 0 1 x'])
      expect(joiner.add(part)).toBeUndefined();
    expect(joiner.add('id 0 1 {}')).toBe('{}');
  });
});
