import { describe, expect, it } from 'vitest';
import { memoryWebhookStore } from './webhook-store.ts';

describe('memoryWebhookStore', () => {
  it('adds a value only where there is none', () => {
    const store = memoryWebhookStore();
    expect([store.add('a', '1', 1000), store.add('a', '2', 1000), store.get('a')]).toEqual([
      true,
      false,
      '1',
    ]);
    store.set('a', '3', 1000);
    expect(store.get('a')).toBe('3');
    store.delete('a');
    expect([store.get('a'), store.add('a', '4', 1000)]).toEqual([undefined, true]);
  });

  it('forgets a value when its time is over', () => {
    let now = 0;
    const store = memoryWebhookStore({ now: () => now });
    store.set('a', '1', 1000);
    now = 999;
    expect(store.get('a')).toBe('1');
    now = 1000;
    expect([store.get('a'), store.add('a', '2', 1000)]).toEqual([undefined, true]);
  });

  it('forgets the oldest keys beyond its limit', () => {
    const store = memoryWebhookStore({ maxKeys: 2 });
    for (const key of ['a', 'b', 'a', 'c']) store.set(key, key, 1000);
    expect(['a', 'b', 'c'].map((key) => store.get(key))).toEqual(['a', undefined, 'c']);
  });

  it('names a wrong option', () => {
    expect(() => memoryWebhookStore({ maxKeys: 0 })).toThrow(
      new TypeError('memoryWebhookStore: `maxKeys` must be a positive integer.'),
    );
  });
});
