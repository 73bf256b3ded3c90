import { describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';

describe('createClock', () => {
  it('adds the advanced time to the base time', () => {
    let base = 1000;
    const clock = createClock(() => base);
    clock.advance(50);
    base = 2000;
    expect(clock.now()).toBe(2050);
    clock.reset();
    expect(clock.now()).toBe(2000);
  });

  it('ends sleeps when they are due, and all of them on reset', async () => {
    const clock = createClock(() => 0);
    const ended: string[] = [];
    const short = clock.sleep(10).then(() => ended.push('short'));
    const long = clock.sleep(20).then(() => ended.push('long'));
    clock.advance(10);
    await short;
    expect(ended).toEqual(['short']);
    clock.reset();
    await long;
    expect(ended).toEqual(['short', 'long']);
  });

  it('refuses negative steps', () => {
    expect(() => createClock(() => 0).advance(-1)).toThrow(TypeError);
  });
});
