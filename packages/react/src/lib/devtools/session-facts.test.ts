import { describe, expect, it } from 'vitest';
import { sessionFacts } from './session-facts.ts';

const now = Date.UTC(2026, 0, 1, 9);
const connected = {
  status: 'signed-in' as const,
  refreshing: false,
  user: { id: 'user_1', name: 'Ada Lovelace' },
  organization: { id: 'orga_1', name: 'Acme' },
  organizations: [
    { id: 'orga_1', name: 'Acme' },
    { id: 'orga_2', name: 'Other' },
  ],
  expiresAt: now + 250_000,
  generation: 4,
  refreshes: 3,
  scope: 'all.full_access',
};

function fact(name: string, state: Parameters<typeof sessionFacts>[0]): string | undefined {
  return sessionFacts(state, now).find(([known]) => known === name)?.[1];
}

describe('sessionFacts', () => {
  it('lists what is known about a connection', () => {
    expect(sessionFacts({ ...connected, expiresAt: null }, now)).toEqual([
      ['status', 'signed-in'],
      ['access token', 'not sent by the backend'],
      ['refreshes', '3'],
      ['token pairs', '4'],
      ['organization', 'Acme (orga_1)'],
      ['other organizations', '1'],
      ['user', 'Ada Lovelace (user_1)'],
      ['scope', 'all.full_access'],
    ]);
  });

  it('says for how long the token is valid, and since when it is not', () => {
    expect(fact('access token', connected)).toMatch(/^expires in 4 min 10 s, at \d\d:04:10$/);
    const expired = 'expired 2 h 5 min ago, refreshed by the next call';
    expect(fact('access token', { ...connected, expiresAt: now - 7_500_000 })).toBe(expired);
  });

  it('says that the token is being refreshed', () => {
    expect(fact('status', { ...connected, refreshing: true })).toBe('signed-in, refreshing');
  });

  it('says why the last login failed, and nothing of a connection that is not known', () => {
    const error = { code: 'access_denied' };
    const facts = [
      ['status', 'needs-reauth'],
      ['error', 'access_denied'],
    ];
    expect(sessionFacts({ status: 'needs-reauth', error }, now)).toEqual(facts);
  });
});
