import { describe, expect, it } from 'vitest';
import { CachedToken } from './cached-token.ts';

function cachedToken(): CachedToken {
  const times = { dueAt: 60, freshUntil: 80, expiresAt: 100 };
  return new CachedToken({ accessToken: 'a', version: 1, generation: 1, toElapsed: 0, ...times });
}

function stateAt(token: CachedToken, now: number): string[] {
  const state = { fresh: token.isFresh(now), due: token.isDue(now), valid: token.isValid(now) };
  return Object.entries(state).flatMap(([name, holds]) => (holds ? [name] : []));
}

describe('CachedToken', () => {
  it('is fresh, then due, then only valid, then nothing but due', () => {
    const token = cachedToken();
    expect([59, 60, 80, 100].map((now) => stateAt(token, now))).toEqual([
      ['fresh', 'valid'],
      ['fresh', 'due', 'valid'],
      ['due', 'valid'],
      ['due'],
    ]);
  });

  it('is valid in its margin although the margin began before the process', () => {
    const times = { dueAt: -100, freshUntil: -50, expiresAt: 20 };
    const token = new CachedToken({ accessToken: 'a', version: 1, generation: 1, toElapsed: 0, ...times });
    expect(stateAt(token, 1)).toEqual(['due', 'valid']);
  });

  it('is due and nothing else once it was refused', () => {
    const token = cachedToken();
    token.refuse();
    token.stretch();
    expect(stateAt(token, 0)).toEqual(['due']);
  });

  it('stays fresh until a postponed refresh, and not after its expiry', () => {
    const token = cachedToken();
    token.postpone(90);
    expect(stateAt(token, 85)).toEqual(['valid']);
    token.stretch();
    expect([stateAt(token, 85), stateAt(token, 90)]).toEqual([
      ['fresh', 'valid'],
      ['due', 'valid'],
    ]);
    token.postpone(1000);
    token.stretch();
    expect([stateAt(token, 99), stateAt(token, 100)]).toEqual([['fresh', 'valid'], []]);
  });

  it('stays fresh as long as before when a refresh is due earlier', () => {
    const token = cachedToken();
    token.postpone(10);
    token.stretch();
    expect(stateAt(token, 79)).toEqual(['fresh', 'due', 'valid']);
  });
});
