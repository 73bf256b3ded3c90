import { describe, expect, it } from 'vitest';
import { memoryStore } from './memory-store.ts';
import { tokenStoreContract } from './token-store-contract.ts';

describe('memoryStore', () => {
  it.each(tokenStoreContract(memoryStore))('$name', (check) => expect(check.run()).resolves.toBeUndefined());
});
