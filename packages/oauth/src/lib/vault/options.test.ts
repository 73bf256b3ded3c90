import { describe, expect, it } from 'vitest';
import { closeAuthorizationServer } from '../base/authorization-server.ts';
import { createCloseOAuth } from '../create-close-oauth.ts';
import { memoryStore } from '../stores/memory.ts';

const good = { clientId: 'c', clientSecret: 's', redirectUri: 'https://app.example/callback' };
const keys = [{ id: 'k', secret: 'A'.repeat(43) }];

function complaint(options: object): string {
  try {
    createCloseOAuth({ ...good, ...options });
    return 'none';
  } catch (error) {
    return error instanceof TypeError ? error.message : 'not a TypeError';
  }
}

describe('createCloseOAuth', () => {
  it('accepts the required options alone', () => {
    expect(complaint({})).toBe('none');
  });

  it('names missing credentials', () => {
    expect(complaint({ clientId: undefined })).toBe(
      'createCloseOAuth: `clientId` must be a non-empty string.',
    );
    expect(complaint({ clientSecret: '' })).toBe(
      'createCloseOAuth: `clientSecret` must be a non-empty string.',
    );
    // @ts-expect-error -- callers without types get a TypeError too
    expect(() => createCloseOAuth()).toThrow(TypeError);
  });

  it('accepts redirect URIs of https and of this machine only', () => {
    expect(complaint({ redirectUri: 'http://localhost:3000/x' })).toBe('none');
    expect(complaint({ redirectUri: 'http://127.0.0.1/x' })).toBe('none');
    expect(complaint({ redirectUri: 'http://app.example/x' })).toBe(
      'createCloseOAuth: `redirectUri` must be an https URL (http only on localhost, 127.0.0.1, [::1]), without a fragment.',
    );
    expect(complaint({ redirectUri: '/callback' })).toBe(
      'createCloseOAuth: `redirectUri` must be an https URL (http only on localhost, 127.0.0.1, [::1]), without a fragment.',
    );
    expect(complaint({ redirectUri: 'https://app.example/#x' })).toBe(
      'createCloseOAuth: `redirectUri` must be an https URL (http only on localhost, 127.0.0.1, [::1]), without a fragment.',
    );
    expect(complaint({ redirectUri: undefined })).toBe(
      'createCloseOAuth: `redirectUri` must be an https URL (http only on localhost, 127.0.0.1, [::1]), without a fragment.',
    );
  });

  it('accepts servers of https and of this machine only', () => {
    const tokenEndpoint = 'http://api.example/token/';
    expect(complaint({ server: closeAuthorizationServer })).toBe('none');
    expect(complaint({ server: async () => closeAuthorizationServer })).toBe('none');
    for (const server of ['https://api.example', null]) {
      expect(complaint({ server })).toBe('createCloseOAuth: `server` must be RFC 8414 metadata.');
    }
    expect(complaint({ server: { ...closeAuthorizationServer, token_endpoint: tokenEndpoint } })).toBe(
      'createCloseOAuth: `server.token_endpoint` must be an https URL (http only on localhost, 127.0.0.1, [::1]).',
    );
    expect(complaint({ server: { issuer: 'https://a.example' } })).toBe(
      'createCloseOAuth: `server.authorization_endpoint` must be an https URL (http only on localhost, 127.0.0.1, [::1]).',
    );
  });

  it('refuses a wrong store, and a store without keys', () => {
    expect(complaint({ store: {}, keys })).toBe(
      'createCloseOAuth: `store.load` must be a function. See the interface TokenStore.',
    );
    expect(complaint({ store: memoryStore() })).toBe(
      'createCloseOAuth: `keys` must be set with `store`, so that its records can be opened after a restart.',
    );
    expect(complaint({ store: memoryStore(), keys })).toBe('none');
    expect(complaint({ keys: [{ id: 'k', secret: 'short' }] })).toBe(
      'createCloseOAuth: `keys[0].secret` must be 32 bytes as base64url.',
    );
  });

  it('names wrong functions, numbers and strings', () => {
    expect(complaint({ fetch: 'x' })).toBe('createCloseOAuth: `fetch` must be a function.');
    expect(complaint({ onEvent: {} })).toBe('createCloseOAuth: `onEvent` must be a function.');
    expect(complaint({ scope: 1 })).toBe('createCloseOAuth: `scope` must be a string.');
    expect(complaint({ timeoutMs: 0 })).toBe(
      'createCloseOAuth: `timeoutMs` must be a positive number of milliseconds.',
    );
    expect(complaint({ refreshMarginMs: Number.NaN })).toBe(
      'createCloseOAuth: `refreshMarginMs` must be a positive number of milliseconds.',
    );
    expect(complaint({ defaultLifetimeMs: -1 })).toBe(
      'createCloseOAuth: `defaultLifetimeMs` must be a positive number of milliseconds.',
    );
    expect(complaint({ serverProfile: 42 })).toBe(
      'createCloseOAuth: `serverProfile` must be one of close, refusing, revoking, retry-window, or an object.',
    );
    expect(complaint({ serverProfile: null })).toBe(
      'createCloseOAuth: `serverProfile` must be one of close, refusing, revoking, retry-window, or an object.',
    );
    expect(complaint({ flowLifetimeMs: '5' })).toBe(
      'createCloseOAuth: `flowLifetimeMs` must be a positive number of milliseconds.',
    );
  });
});
