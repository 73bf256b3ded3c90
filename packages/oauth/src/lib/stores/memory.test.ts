import { describe, expect, it } from 'vitest';
import { memoryStore } from './memory.ts';
import { tokenStoreContract } from './contract/token-store-contract.ts';

describe('memoryStore', () => {
  it.each(tokenStoreContract(memoryStore))('$name', (check) => expect(check.run()).resolves.toBeUndefined());
});
