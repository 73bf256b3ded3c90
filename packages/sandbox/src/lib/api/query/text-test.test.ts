import { describe, expect, it } from 'vitest';
import { patternTest, textTest } from './text-test.ts';

describe('textTest', () => {
  it('finds whole words in any order', () => {
    const test = textTest('rockets ACME', 'full_words');
    expect(test(['Acme Rockets, Inc.'])).toBe(true);
    expect(test(['Acme', 'the rockets'])).toBe(true);
    expect(test(['Acme Rocketship'])).toBe(false);
  });

  it('finds a phrase within one text', () => {
    const test = textTest('acme.example', 'phrase');
    expect(test(['ada@acme.example'])).toBe(true);
    expect(test(['example acme'])).toBe(false);
    expect(test(['acme', 'example'])).toBe(false);
    expect(test(['acme.examples'])).toBe(false);
  });

  it('finds the beginnings of words', () => {
    const test = textTest('roc acm', 'beginning_of_words');
    expect(test(['Acme Rockets'])).toBe(true);
    expect(test(['Acme Brockets'])).toBe(false);
  });

  it('takes marks and letters of any script as parts of words', () => {
    expect(textTest('ŁÓDŹ', 'full_words')(['Café Łódź'])).toBe(true);
    expect(textTest('みなと物', 'beginning_of_words')(['みなと物流株式会社'])).toBe(true);
    expect(textTest('🚢', 'full_words')(['Café'])).toBe(true);
  });
});

describe('patternTest', () => {
  it.each([
    ['a*', 'Cedar Alder', true],
    ['a*', 'Cedar', false],
    ['*@example.com', 'ada@example.com', true],
    ['*@example.com', 'ada@example.com.au', false],
    ['*@*.example', 'ada@acme.example', true],
    ['c*d*r', 'Cedar', true],
    ['ced*dar', 'Cedar', false],
    ['ab*ba', 'aba', false],
    ['*', 'x', true],
  ])('compares %s with %s', (pattern, text, expected) => {
    expect(patternTest(pattern)([text])).toBe(expected);
  });

  it('takes no longer for many stars', () => {
    expect(patternTest(`${'a*'.repeat(5000)}b`)(['a'.repeat(20_000)])).toBe(false);
  });
});
