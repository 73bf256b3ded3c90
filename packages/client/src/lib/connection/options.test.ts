import { describe, expect, it } from 'vitest';
import { apiKey } from '../auth/api-key.ts';
import { bearer } from '../auth/bearer.ts';
import { parseClientOptions } from './options.ts';
import type { ClientSettings, CloseClientOptions } from './options.ts';
import { cookieSession } from '../auth/cookie-session.ts';
import { createCloseClient } from '../create-close-client.ts';
import { pace } from '../transport/pace.ts';

const auth = bearer('t');

/** Passes options that the types do not allow. */
function create(options: unknown): () => unknown {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- wrong on purpose
  return () => createCloseClient(options as Parameters<typeof createCloseClient>[0]);
}

function parse(options: CloseClientOptions): ClientSettings {
  return parseClientOptions(options, 'createCloseClient', ({ auth: way, rateLimit = 'pace' }) => ({
    auth: way,
    rateLimit: rateLimit === 'pace' ? pace() : rateLimit,
  }));
}

/** The error of a wrong option. */
function must(name: string, requirement: string): TypeError {
  return new TypeError(`createCloseClient: \`${name}\` must be ${requirement}.`);
}

/** The requirement for a base URL. */
const plain = 'a plain http(s) URL or path';

describe('createCloseClient options', () => {
  it('must be an object', () => {
    expect(create(undefined)).toThrow(must('options', 'an object'));
    expect(create(null)).toThrow(TypeError);
  });

  it('must say how to authenticate', () => {
    const ways = 'apiKey(), bearer(), cookieSession() or tokenSession()';
    expect(create({})).toThrow(must('auth', ways));
    expect(create({ auth: 'api_key' })).toThrow(must('auth', ways));
    expect(create({ auth: { get: () => 't' } })).toThrow(must('auth', ways));
    expect(create({ auth: { kind: 'other' } })).toThrow(must('auth', ways));
  });

  it('are named in the error when they are wrong', () => {
    expect(create({ auth, fetch: 'fetch' })).toThrow(must('fetch', 'a function'));
    expect(create({ auth, timeoutMs: 0 })).toThrow(must('timeoutMs', 'a positive number'));
    expect(create({ auth, timeoutMs: '5' })).toThrow(must('timeoutMs', 'a positive number'));
    expect(create({ auth, retry: true })).toThrow(must('retry', 'an object or false'));
    expect(create({ auth, retry: { attempts: 0 } })).toThrow(must('retry.attempts', 'a positive integer'));
    expect(create({ auth, retry: { attempts: 1.5 } })).toThrow(must('retry.attempts', 'a positive integer'));
    expect(create({ auth, retry: { maxDelayMs: -1 } })).toThrow(must('retry.maxDelayMs', '0 or more'));
    expect(create({ auth, totalTimeoutMs: 0 })).toThrow(must('totalTimeoutMs', 'a positive number'));
    expect(create({ auth, rateLimit: 'on' })).toThrow(must('rateLimit', "pace(), 'react' or 'off'"));
    expect(create({ auth, maxQueueMs: 0 })).toThrow(must('maxQueueMs', 'a positive number'));
    expect(create({ auth, headers: [] })).toThrow(must('headers', 'a plain object'));
    expect(create({ auth, headers: { 'a b': 'x' } })).toThrow(
      must('headers.a b', 'a header name with a plain text'),
    );
    expect(create({ auth, now: 5 })).toThrow(must('now', 'a function'));
    expect(create({ auth, random: 5 })).toThrow(must('random', 'a function'));
    expect(create({ auth, sleep: 5 })).toThrow(must('sleep', 'a function'));
  });

  it('refuse an invalid base URL', () => {
    expect(create({ auth, baseUrl: 'api.close.com' })).toThrow(must('baseUrl', plain));
    expect(create({ auth, baseUrl: 'ftp://close.com' })).toThrow(must('baseUrl', plain));
    expect(create({ auth, baseUrl: '//close.com' })).toThrow(must('baseUrl', plain));
    expect(create({ auth, baseUrl: 'https://close.com/?a=b' })).toThrow(must('baseUrl', plain));
    expect(create({ auth, baseUrl: 5 })).toThrow(must('baseUrl', plain));
  });

  it('refuse credentials in the base URL, without repeating them', () => {
    expect(create({ auth, baseUrl: 'https://me:hidden@close.com/api' })).toThrow(must('baseUrl', plain));
    expect(parse({ auth, baseUrl: 'https://close.com/@api' }).baseUrl).toBe('https://close.com/@api');
  });

  it('have defaults', () => {
    expect(parse({ auth })).toMatchObject({
      baseUrl: 'https://api.close.com/api/v1',
      limits: {
        timeoutMs: 30_000,
        totalTimeoutMs: 120_000,
        attempts: 3,
        maxDelayMs: 60_000,
        bulk: false,
      },
      rateLimit: { kind: 'pacing' },
      maxQueueMs: Infinity,
    });
    expect(parse({ auth: cookieSession('/bff/') }).baseUrl).toBe('/bff/api/v1');
  });

  it('accept a trailing slash at the base URL', () => {
    expect(parse({ auth, baseUrl: 'http://localhost:8080/api/v1/' }).baseUrl).toBe(
      'http://localhost:8080/api/v1',
    );
  });
});

describe('apiKey and bearer', () => {
  it('refuse an unusable value without repeating it', () => {
    expect(() => apiKey('')).toThrow(
      new TypeError('apiKey: `key` must be a non-empty string of visible ASCII characters.'),
    );
    expect(() => bearer('two words')).toThrow(
      new TypeError('bearer: `token` must be a non-empty string of visible ASCII characters.'),
    );
    expect(() => bearer('line\nbreak')).toThrow(TypeError);
  });
});

describe('cookieSession', () => {
  it('refuses anything but a path of this origin', () => {
    expect(() => cookieSession('api')).toThrow(
      new TypeError("cookieSession: `basePath` must be a path of this origin, such as '/api/close'."),
    );
    expect(() => cookieSession('//evil.example')).toThrow(TypeError);
    expect(() => cookieSession('/\\evil.example')).toThrow(TypeError);
    expect(() => cookieSession('https://app.example/api')).toThrow(TypeError);
  });
});
