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
  it('takes the least that is needed', () => {
    expect(complaint({})).toBe('none');
  });

  it('names the credentials that are missing', () => {
    expect(complaint({ clientId: undefined })).toMatch(/^clientId must/);
    expect(complaint({ clientSecret: '' })).toMatch(/^clientSecret must/);
    // @ts-expect-error -- callers without types get a TypeError too
    expect(() => createCloseOAuth()).toThrow(TypeError);
  });

  it('takes redirect URIs of https and of this machine only', () => {
    expect(complaint({ redirectUri: 'http://localhost:3000/x' })).toBe('none');
    expect(complaint({ redirectUri: 'http://127.0.0.1/x' })).toBe('none');
    expect(complaint({ redirectUri: 'http://app.example/x' })).toMatch(/^redirectUri must/);
    expect(complaint({ redirectUri: '/callback' })).toMatch(/^redirectUri must/);
    expect(complaint({ redirectUri: 'https://app.example/#x' })).toMatch(/^redirectUri must/);
    expect(complaint({ redirectUri: undefined })).toMatch(/^redirectUri must/);
  });

  it('takes servers of https and of this machine only', () => {
    const tokenEndpoint = 'http://api.example/token/';
    expect(complaint({ server: 'http://[::1]:99' })).toBe('none');
    expect(complaint({ server: 'http://api.example' })).toMatch(/^server must/);
    expect(complaint({ server: null })).toBe('server must be RFC 8414 metadata or an issuer URL');
    expect(complaint({ server: { ...closeAuthorizationServer, token_endpoint: tokenEndpoint } })).toMatch(
      /^server\.token_endpoint must/,
    );
    expect(complaint({ server: { issuer: 'https://a.example' } })).toMatch(
      /^server\.authorization_endpoint must/,
    );
  });

  it('refuses what is no store, and a store without keys', () => {
    expect(complaint({ store: {}, keys })).toMatch(/^store\.load must/);
    expect(complaint({ store: memoryStore() })).toMatch(/^keys must be given with store/);
    expect(complaint({ store: memoryStore(), keys })).toBe('none');
    expect(complaint({ keys: [{ id: 'k', secret: 'short' }] })).toMatch(/^keys\[0\]\.secret must/);
  });

  it('names functions, numbers and texts that are none', () => {
    expect(complaint({ fetch: 'x' })).toMatch(/^fetch must/);
    expect(complaint({ onEvent: {} })).toMatch(/^onEvent must/);
    expect(complaint({ scope: 1 })).toMatch(/^scope must/);
    expect(complaint({ timeoutMs: 0 })).toMatch(/^timeoutMs must/);
    expect(complaint({ refreshMarginMs: Number.NaN })).toMatch(/^refreshMarginMs must/);
    expect(complaint({ defaultLifetimeMs: -1 })).toMatch(/^defaultLifetimeMs must/);
    expect(complaint({ serverProfile: 42 })).toMatch(/^serverProfile must/);
    expect(complaint({ serverProfile: null })).toMatch(/^serverProfile must/);
    expect(complaint({ flowLifetimeMs: '5' })).toMatch(/^flowLifetimeMs must/);
  });
});
