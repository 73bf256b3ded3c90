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
    expect(complaint({ clientId: undefined })).toMatch(/^createCloseOAuth: `clientId` must/);
    expect(complaint({ clientSecret: '' })).toMatch(/^createCloseOAuth: `clientSecret` must/);
    // @ts-expect-error -- callers without types get a TypeError too
    expect(() => createCloseOAuth()).toThrow(TypeError);
  });

  it('accepts redirect URIs of https and of this machine only', () => {
    expect(complaint({ redirectUri: 'http://localhost:3000/x' })).toBe('none');
    expect(complaint({ redirectUri: 'http://127.0.0.1/x' })).toBe('none');
    expect(complaint({ redirectUri: 'http://app.example/x' })).toMatch(
      /^createCloseOAuth: `redirectUri` must/,
    );
    expect(complaint({ redirectUri: '/callback' })).toMatch(/^createCloseOAuth: `redirectUri` must/);
    expect(complaint({ redirectUri: 'https://app.example/#x' })).toMatch(
      /^createCloseOAuth: `redirectUri` must/,
    );
    expect(complaint({ redirectUri: undefined })).toMatch(/^createCloseOAuth: `redirectUri` must/);
  });

  it('accepts servers of https and of this machine only', () => {
    const tokenEndpoint = 'http://api.example/token/';
    expect(complaint({ server: 'http://[::1]:99' })).toBe('none');
    expect(complaint({ server: 'http://api.example' })).toMatch(/^createCloseOAuth: `server` must/);
    expect(complaint({ server: null })).toBe(
      'createCloseOAuth: `server` must be RFC 8414 metadata or an https issuer URL.',
    );
    expect(complaint({ server: { ...closeAuthorizationServer, token_endpoint: tokenEndpoint } })).toMatch(
      /^createCloseOAuth: `server\.token_endpoint` must/,
    );
    expect(complaint({ server: { issuer: 'https://a.example' } })).toMatch(
      /^createCloseOAuth: `server\.authorization_endpoint` must/,
    );
  });

  it('refuses a wrong store, and a store without keys', () => {
    expect(complaint({ store: {}, keys })).toMatch(/^createCloseOAuth: `store\.load` must/);
    expect(complaint({ store: memoryStore() })).toMatch(/^createCloseOAuth: `keys` must be set with `store`/);
    expect(complaint({ store: memoryStore(), keys })).toBe('none');
    expect(complaint({ keys: [{ id: 'k', secret: 'short' }] })).toMatch(
      /^createCloseOAuth: `keys\[0\]\.secret` must/,
    );
  });

  it('names wrong functions, numbers and strings', () => {
    expect(complaint({ fetch: 'x' })).toMatch(/^createCloseOAuth: `fetch` must/);
    expect(complaint({ onEvent: {} })).toMatch(/^createCloseOAuth: `onEvent` must/);
    expect(complaint({ scope: 1 })).toMatch(/^createCloseOAuth: `scope` must/);
    expect(complaint({ timeoutMs: 0 })).toMatch(/^createCloseOAuth: `timeoutMs` must/);
    expect(complaint({ refreshMarginMs: Number.NaN })).toMatch(/^createCloseOAuth: `refreshMarginMs` must/);
    expect(complaint({ defaultLifetimeMs: -1 })).toMatch(/^createCloseOAuth: `defaultLifetimeMs` must/);
    expect(complaint({ serverProfile: 42 })).toMatch(/^createCloseOAuth: `serverProfile` must/);
    expect(complaint({ serverProfile: null })).toMatch(/^createCloseOAuth: `serverProfile` must/);
    expect(complaint({ flowLifetimeMs: '5' })).toMatch(/^createCloseOAuth: `flowLifetimeMs` must/);
  });
});
