import { describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';

describe('createClock', () => {
  it('adds what was advanced to the given time', () => {
    let base = 1000;
    const clock = createClock(() => base);
    clock.advance(50);
    base = 2000;
    expect(clock.now()).toBe(2050);
    clock.reset();
    expect(clock.now()).toBe(2000);
  });

  it('ends waits in time, and all of them on reset', async () => {
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

  it('refuses to go back', () => {
    expect(() => createClock(() => 0).advance(-1)).toThrow(TypeError);
  });
});
