import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '../create-close-oauth.ts';
import { memoryStore } from '../stores/memory.ts';
import type { TokenStore } from './token-store.ts';

const remedy = 'Close replaces the refresh token at every refresh: use a database.';

function unsuitable(message: string): unknown {
  const code = 'store_unsuitable';
  return expect.objectContaining({ name: 'CloseOAuthError', code, message: `${message} ${remedy}` });
}

function createWith(store: unknown): void {
  createCloseOAuth({
    clientId: 'id',
    clientSecret: 'secret',
    redirectUri: 'https://app.example/callback',
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller without types may pass.
    store: store as TokenStore,
    keys: [{ id: 'k', secret: 'A'.repeat(43) }],
  });
}

describe('the option store', () => {
  it('refuses a store without compareAndSet', () => {
    const keyValue = { load: () => undefined, save: () => undefined };
    expect(() => createWith(keyValue)).toThrow(
      unsuitable("This store has no `compareAndSet`, so two processes could overwrite each other's tokens."),
    );
  });

  it('refuses a store that is eventually consistent', () => {
    expect(() => createWith({ ...memoryStore(), consistency: 'eventual' })).toThrow(
      unsuitable('This store is eventually consistent, so a process could spend a token that was replaced.'),
    );
    expect(() => createWith({ ...memoryStore(), consistency: 'strong' })).not.toThrow();
  });

  it('refuses a store that cannot scan, erase or consume', () => {
    for (const method of ['scan', 'erase', 'consume']) {
      expect(() => createWith({ ...memoryStore(), [method]: undefined })).toThrow(
        new TypeError(
          `createCloseOAuth: \`store.${method}\` must be a function. See the interface TokenStore.`,
        ),
      );
    }
  });

  it('refuses everything else', () => {
    expect(() => createWith({})).toThrow(
      'createCloseOAuth: `store.load` must be a function. See the interface TokenStore.',
    );
    for (const store of ['close.db', null, () => undefined]) {
      expect(() => createWith(store)).toThrow(TypeError);
    }
  });
});
