import { describe, expect, it } from 'vitest';
import { createCloseOAuth } from '../create-close-oauth.ts';
import { memoryStore } from '../stores/memory.ts';
import type { TokenStore } from './token-store.ts';

const unsuitable = expect.objectContaining({ name: 'CloseOAuthError', code: 'store_unsuitable' });

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
    expect(() => createWith(keyValue)).toThrow(unsuitable);
  });

  it('refuses a store that is eventually consistent', () => {
    expect(() => createWith({ ...memoryStore(), consistency: 'eventual' })).toThrow(unsuitable);
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
    expect(() => createWith('close.db')).toThrow(TypeError);
  });
});
