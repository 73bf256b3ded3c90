import { describe, expect, it } from 'vitest';
import { parseCloseOAuthOptions } from '../vault/options.ts';
import { createVault } from '../vault/create-vault.ts';
import { createGrantCache } from './grant-cache.ts';
import type { GrantCache } from './grant-cache.ts';
import { TokenSet } from '../base/token-set.ts';
import type { UnsavedPair } from '../vault/vault.ts';

function cacheOfTwo(): GrantCache {
  const options = { clientId: 'c', clientSecret: 's', redirectUri: 'https://app.example/callback' };
  return createGrantCache(createVault(parseCloseOAuthOptions(options)).vault, 2);
}

const idOf = (userId: string): { organizationId: string; userId: string } => ({
  organizationId: 'o',
  userId,
});

describe('createGrantCache', () => {
  it('drops the least recently used grant', () => {
    const cache = cacheOfTwo();
    const [first, second] = [cache.get(idOf('1')), cache.get(idOf('2'))];
    cache.get(idOf('1'));
    cache.get(idOf('3'));
    expect(cache.get(idOf('1'))).toBe(first);
    expect(cache.get(idOf('2'))).not.toBe(second);
  });

  it('never drops a grant with the only copy of a pair', () => {
    const cache = cacheOfTwo();
    const first = cache.get(idOf('1'));
    const tokens = new TokenSet({
      ...idOf('1'),
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: 1,
      issuedAt: 0,
      scope: '',
    });
    const base = { version: 1, generation: 1, status: 'active', sealed: null, fingerprint: null } as const;
    const pair: UnsavedPair = {
      tokens,
      base: { ...base, expiresAt: null, issuedAt: null, scope: null, lease: null, updatedAt: 0 },
      status: 'active',
    };
    first.state.unsaved = pair;
    cache.get(idOf('2'));
    cache.get(idOf('3'));
    expect(cache.get(idOf('1'))).toBe(first);
  });
});
