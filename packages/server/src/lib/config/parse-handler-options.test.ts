import { describe, expect, it } from 'vitest';
import { fakeCloseOAuth } from '../../../test/fake-close-oauth.ts';
import { createCloseHandler } from '../create-close-handler.ts';
import { parseHandlerOptions } from './parse-handler-options.ts';

const valid = { oauth: fakeCloseOAuth(), origin: 'https://app.example' };

function messageFor(options: Record<string, unknown>): string {
  try {
    createCloseHandler({ ...valid, ...options });
  } catch (error) {
    return error instanceof TypeError ? error.message : 'not a TypeError';
  }
  return 'accepted';
}

describe('createCloseHandler options', () => {
  it('have defaults for all but oauth and origin', () => {
    expect(parseHandlerOptions(valid)).toMatchObject({
      origin: 'https://app.example',
      secure: true,
      basePath: '/api/close',
      apiOrigin: 'https://api.close.com',
      sessionLifetimeMs: 2_592_000_000,
      sessionIdleMs: 604_800_000,
      timeoutMs: 30_000,
      maxBodyBytes: 10_485_760,
    });
  });

  it('accept http on loopback, without the Secure attribute', () => {
    const origins = ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'];
    expect(origins.map((origin) => parseHandlerOptions({ ...valid, origin }).secure)).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('refuse http on every other host', () => {
    const origins = [
      'http://app.example',
      'http://10.0.0.1',
      'http://localhost.evil.example',
      'http://0.0.0.0',
    ];
    expect(origins.map((origin) => messageFor({ origin }))).toEqual(
      origins.map(
        () => 'createCloseHandler: `origin` must use https, except on localhost, 127.0.0.1 and [::1].',
      ),
    );
  });

  it('refuse a value that is not exactly an origin', () => {
    const origins = [undefined, '', 'app.example', 'https://app.example/path', 'https://a:b@app.example', 7];
    expect(origins.map((origin) => messageFor({ origin }))).toEqual(
      origins.map(
        () => 'createCloseHandler: `origin` must be an origin such as https://app.example, without a path.',
      ),
    );
  });

  it('refuse a base path that is not a plain path', () => {
    const paths = ['', '/', 'api', '/api/', '/api//close', '/api/../close', '/a b', '/a?b', 3];
    expect(paths.map((basePath) => messageFor({ basePath }))).toEqual(
      paths.map(
        () => 'createCloseHandler: `basePath` must be a path such as /api/close, without a trailing slash.',
      ),
    );
  });

  it('name the wrong option', () => {
    expect(messageFor({ oauth: undefined })).toContain('`oauth`');
    expect(messageFor({ sessions: {} })).toContain('`sessions`');
    expect(messageFor({ apiOrigin: 'http://api.example' })).toContain('`apiOrigin`');
    expect(messageFor({ fetch: 'fetch' })).toContain('`fetch`');
    expect(messageFor({ now: 1 })).toContain('`now`');
    expect(messageFor({ onEvent: {} })).toContain('`onEvent`');
    expect(messageFor({ allow: ['GET'] })).toContain('`allow`');
    expect(messageFor({ rateLimit: 10 })).toContain('`rateLimit`');
    expect(messageFor({ timeoutMs: 0 })).toContain('`timeoutMs`');
    expect(messageFor({ bodyTimeoutMs: 2 ** 31 })).toContain('`bodyTimeoutMs`');
    expect(messageFor({ maxBodyBytes: 1.5 })).toContain('`maxBodyBytes`');
    expect(messageFor({ sessionIdleMs: -1 })).toContain('`sessionIdleMs`');
    expect(messageFor({ sessionLifetimeMs: Number.NaN })).toContain('`sessionLifetimeMs`');
  });
});
