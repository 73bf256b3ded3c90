import { describe, expect, it } from 'vitest';
import { memoryStore } from '../memory.ts';
import { tokenStoreContract } from './token-store-contract.ts';
import type { TokenStore } from '../../record/token-store.ts';

async function failures(change: (store: TokenStore) => Partial<TokenStore>): Promise<string[]> {
  const make = (): TokenStore => {
    const store = memoryStore();
    return { ...store, ...change(store) };
  };
  const failed = tokenStoreContract(make).map((check) =>
    check.run().then(
      () => '',
      () => check.name,
    ),
  );
  return (await Promise.all(failed)).filter((name) => name !== '');
}

describe('tokenStoreContract', () => {
  it('finds a store that overwrites whatever is there', async () => {
    const found = await failures((store) => ({
      async compareAndSet(key, _, next) {
        const current = await store.load(key);
        return store.compareAndSet(key, current?.version ?? 0, next);
      },
    }));
    expect(found).toContain('refuses a version that was replaced');
    expect(found).toContain('refuses a version when there is no record');
  });

  it('finds a store that checks and writes in two steps', async () => {
    const found = await failures((store) => ({
      async compareAndSet(key, expectedVersion, next) {
        const before = (await store.load(key))?.version ?? 0;
        if (before !== expectedVersion) return false;
        await Promise.resolve();
        await store.compareAndSet(key, (await store.load(key))?.version ?? 0, next);
        return true;
      },
    }));
    expect(found).toEqual(['lets exactly one of many concurrent writers win']);
  });

  it('finds a store that ignores case in keys', async () => {
    const found = await failures((store) => ({ load: (key) => store.load(key.toLowerCase()) }));
    expect(found).toEqual(['keeps keys apart']);
  });
});
