import { describe, expect, it } from 'vitest';
import { apiKey } from '../auth/api-key.ts';
import { bearer } from '../auth/bearer.ts';
import { parseClientOptions } from './options.ts';
import { cookieSession } from '../auth/cookie-session.ts';
import { createCloseClient } from '../create-close-client.ts';

const auth = bearer('t');

/** What a caller without types may pass. */
function create(options: unknown): () => unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- wrong on purpose
  return () => createCloseClient(options as Parameters<typeof createCloseClient>[0]);
}

describe('createCloseClient options', () => {
  it('must be an object', () => {
    expect(create(undefined)).toThrow(new TypeError('createCloseClient: options must be an object'));
    expect(create(null)).toThrow(TypeError);
  });

  it('must say how to authenticate', () => {
    expect(create({})).toThrow(/^createCloseClient: auth must be/);
    expect(create({ auth: 'api_key' })).toThrow(/auth/);
    expect(create({ auth: { get: () => 't' } })).toThrow(/auth/);
    expect(create({ auth: { kind: 'other' } })).toThrow(/auth/);
  });

  it('are each named when they are wrong', () => {
    expect(create({ auth, fetch: 'fetch' })).toThrow(/fetch must be/);
    expect(create({ auth, timeoutMs: 0 })).toThrow(/timeoutMs must be/);
    expect(create({ auth, timeoutMs: '5' })).toThrow(/timeoutMs must be/);
    expect(create({ auth, retry: true })).toThrow(/retry must be/);
    expect(create({ auth, retry: { attempts: 0 } })).toThrow(/retry\.attempts must be/);
    expect(create({ auth, retry: { attempts: 1.5 } })).toThrow(/retry\.attempts must be/);
    expect(create({ auth, retry: { maxDelayMs: -1 } })).toThrow(/retry\.maxDelayMs must be/);
    expect(create({ auth, now: 5 })).toThrow(/now must be/);
    expect(create({ auth, random: 5 })).toThrow(/random must be/);
    expect(create({ auth, sleep: 5 })).toThrow(/sleep must be/);
  });

  it('refuse a base URL that is none', () => {
    expect(create({ auth, baseUrl: 'api.close.com' })).toThrow(/baseUrl must be/);
    expect(create({ auth, baseUrl: 'ftp://close.com' })).toThrow(/baseUrl must be/);
    expect(create({ auth, baseUrl: '//close.com' })).toThrow(/baseUrl must be/);
    expect(create({ auth, baseUrl: 'https://close.com/?a=b' })).toThrow(/baseUrl must be/);
    expect(create({ auth, baseUrl: 5 })).toThrow(/baseUrl must be/);
  });

  it('refuse credentials in the base URL, without repeating them', () => {
    expect(create({ auth, baseUrl: 'https://me:hidden@close.com/api' })).toThrow(
      /baseUrl must be (?!.*hidden)/,
    );
    expect(parseClientOptions({ auth, baseUrl: 'https://close.com/@api' }).baseUrl).toBe(
      'https://close.com/@api',
    );
  });

  it('have defaults', () => {
    expect(parseClientOptions({ auth })).toMatchObject({
      baseUrl: 'https://api.close.com/api/v1',
      timeoutMs: 30_000,
      attempts: 3,
      maxDelayMs: 60_000,
    });
    expect(parseClientOptions({ auth: cookieSession('/bff/') }).baseUrl).toBe('/bff/api/v1');
  });

  it('may have a trailing slash at the base URL', () => {
    expect(parseClientOptions({ auth, baseUrl: 'http://localhost:8080/api/v1/' }).baseUrl).toBe(
      'http://localhost:8080/api/v1',
    );
  });
});

describe('apiKey and bearer', () => {
  it('refuse an unusable value without repeating it', () => {
    expect(() => apiKey('')).toThrow(/^apiKey: key must be/);
    expect(() => bearer('two words')).toThrow(/^bearer: token must be (?!.*words)/);
    expect(() => bearer('line\nbreak')).toThrow(TypeError);
  });
});

describe('cookieSession', () => {
  it('refuses what is no path of this origin', () => {
    expect(() => cookieSession('api')).toThrow(/^cookieSession: basePath/);
    expect(() => cookieSession('//evil.example')).toThrow(TypeError);
    expect(() => cookieSession('/\\evil.example')).toThrow(TypeError);
    expect(() => cookieSession('https://app.example/api')).toThrow(TypeError);
  });
});
