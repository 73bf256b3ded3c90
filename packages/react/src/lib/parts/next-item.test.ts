import { describe, expect, it } from 'vitest';
import { nextItem } from './next-item.ts';

const texts = ['Settings', ' Sign out', 'Disconnect'];

describe('nextItem', () => {
  it('moves down, and from the last item to the first', () => {
    expect([-1, 0, 1, 2].map((current) => nextItem(texts, current, 'ArrowDown'))).toEqual([0, 1, 2, 0]);
  });

  it('moves up, and from the first item to the last', () => {
    expect([-1, 0, 1, 2].map((current) => nextItem(texts, current, 'ArrowUp'))).toEqual([2, 2, 0, 1]);
  });

  it('moves to the edges', () => {
    expect(['Home', 'End'].map((key) => nextItem(texts, 1, key))).toEqual([0, 2]);
  });

  it('moves to the next item that starts with the character, in either case', () => {
    expect([-1, 0, 1, 2].map((current) => nextItem(texts, current, 'S'))).toEqual([0, 1, 0, 0]);
    expect([nextItem(texts, 0, 'd'), nextItem(texts, 2, 'd')]).toEqual([2, 2]);
  });

  it('ignores other keys', () => {
    expect(['x', ' ', 'Enter', 'Escape'].map((key) => nextItem(texts, 0, key))).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });

  it('has nothing to move to in an empty menu', () => {
    expect(['ArrowDown', 'ArrowUp', 'Home', 'End'].map((key) => nextItem([], -1, key))).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});
