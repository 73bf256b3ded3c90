import { describe, it } from 'vitest';
import { memoryStore } from './memory-store.ts';
import { tokenStoreContract } from './token-store-contract.ts';

describe('memoryStore', () => {
  for (const check of tokenStoreContract(memoryStore)) {
    it(check.name, () => check.run());
  }
});
