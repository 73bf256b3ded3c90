import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import type { CloseClientEvent } from '../transport/client-events.ts';
import { createCloseClient } from '../create-close-client.ts';
import { tokenSession } from './token-session.ts';

const origin = 'https://app.example';
const expiresAt = 3_600_000;
const tokenResponse = (token: string) => json({ token, expiresAt, organizationId: 'orga_1' });
const tokenOf = (userId: string) => json({ token: userId, expiresAt, organizationId: 'orga_1', userId });
const otherResponse = () => json({ token: 'two', expiresAt, organizationId: 'orga_2' });

/** A session whose backend plays a script, on a page of `origin`, with a clock that the test sets. */
function setUp(...answers: Answer[]) {
  const server = stubFetch(...answers);
  const clock = { now: 0 };
  const session = tokenSession('/api/close/', {
    fetch: (input, init) => server.fetch(typeof input === 'string' ? origin + input : input, init),
    now: () => clock.now,
  });
  return { session, seen: server.seen, clock };
}

function withResolvers<T>() {
  const resolves: ((value: T) => void)[] = [];
  const promise = new Promise<T>((resolve) => void resolves.push(resolve));
  return { promise, resolve: (value: T) => resolves.forEach((resolve) => resolve(value)) };
}

const refusedBy = (token: string) => (request: Request) =>
  request.headers.get('authorization') === `Bearer ${token}`
    ? json({ error: 'expired' }, { status: 401 })
    : json({ id: 'user_1' });

function clientOf(session: ReturnType<typeof tokenSession>, ...answers: Answer[]) {
  const api = stubFetch(...answers);
  const close = createCloseClient({ auth: session, fetch: api.fetch, retry: false });
  const events: CloseClientEvent['type'][] = [];
  close.subscribe(({ type }) => events.push(type));
  return { close, events, seen: api.seen };
}

describe('tokenSession', () => {
  it('refuses a path of another origin', () => {
    expect(() => tokenSession('https://evil.example')).toThrow(
      new TypeError("tokenSession: `basePath` must be a path of this origin, such as '/api/close'."),
    );
    expect(tokenSession().basePath).toBe('/api/close');
  });

  it('refuses wrong options', () => {
    // @ts-expect-error not a function
    expect(() => tokenSession('/api/close', { fetch: 'fetch' })).toThrow(
      new TypeError('tokenSession: `fetch` must be a function.'),
    );
    // @ts-expect-error not a function
    expect(() => tokenSession('/api/close', { now: 0 })).toThrow(
      new TypeError('tokenSession: `now` must be a function.'),
    );
    // @ts-expect-error no options
    expect(() => tokenSession('/api/close', null)).toThrow(
      new TypeError('tokenSession: `options` must be an object.'),
    );
  });

  it('requests a token from the backend, in a way that other sites cannot', async () => {
    const { session, seen } = setUp(tokenResponse('one'));
    expect(await session.get()).toBe('one');
    expect(seen).toMatchObject([
      { method: 'POST', path: '/api/close/token', body: '{}', credentials: 'same-origin', redirect: 'error' },
    ]);
    expect(seen[0]?.headers.get('x-closekit')).toBe('1');
    expect(seen[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('sends one request for concurrent callers, and none while the token is valid', async () => {
    const { session, seen } = setUp(tokenResponse('one'));
    expect(await Promise.all([session.get(), session.get(), session.get()])).toEqual(['one', 'one', 'one']);
    expect(await session.get()).toBe('one');
    expect(seen).toHaveLength(1);
  });

  it('renews the token shortly before it expires', async () => {
    const { session, clock } = setUp(tokenResponse('one'), json({ token: 'two', expiresAt: 2 * expiresAt }));
    await session.get();
    clock.now = expiresAt - 60_001;
    expect(await session.get()).toBe('one');
    clock.now = expiresAt - 60_000;
    expect(await session.get()).toBe('two');
  });

  it('renews a short-lived token halfway through its lifetime', async () => {
    const { session, clock } = setUp(
      json({ token: 'one', expiresAt: 10_000 }),
      json({ token: 'one', expiresAt: 10_000 }),
      tokenResponse('two'),
    );
    await session.get();
    clock.now = 5_000;
    expect(await session.get()).toBe('one');
    clock.now = 7_499;
    expect(await session.get()).toBe('one');
    clock.now = 7_500;
    expect(await session.get()).toBe('two');
  });

  it('uses a token until it is refused when its expiry is unknown, or past by this clock', async () => {
    const { session, clock } = setUp(json({ token: 'one', expiresAt: null }), tokenResponse('two'));
    await session.get();
    clock.now = 2 * expiresAt;
    expect(await session.get()).toBe('one');
    session.invalidate('one');
    expect(await session.get()).toBe('two');
    expect(await session.get()).toBe('two');
  });

  it('continues with the old token while no other one is available', async () => {
    const { session, clock } = setUp(
      tokenResponse('one'),
      new TypeError('offline'),
      json({}, { status: 503 }),
    );
    await session.get();
    clock.now = expiresAt - 1;
    expect(await session.get()).toBe('one');
    clock.now = expiresAt;
    await expect(session.get()).rejects.toMatchObject({ code: 'server_error', status: 503 });
  });

  it('sends the refused token to the backend, once', async () => {
    const { session, seen } = setUp(tokenResponse('one'), tokenResponse('two'), tokenResponse('three'));
    session.invalidate(await session.get());
    session.invalidate('one');
    expect(await session.get()).toBe('two');
    session.invalidate('one');
    expect(await session.get()).toBe('two');
    session.forget();
    expect(await session.get()).toBe('three');
    expect(seen.map(({ body }) => body)).toEqual(['{}', '{"refused":"one"}', '{}']);
  });

  it('requests again when its token is refused during a renewal ahead of time', async () => {
    const { promise, resolve } = withResolvers<Response>();
    const { session, seen, clock } = setUp(tokenResponse('one'), () => promise, tokenResponse('two'));
    await session.get();
    clock.now = expiresAt - 1;
    const waiting = session.get();
    session.invalidate('one');
    resolve(tokenResponse('one'));
    expect(await waiting).toBe('two');
    expect(seen.map(({ body }) => body)).toEqual(['{}', '{}', '{"refused":"one"}']);
  });

  it('forgets everything, including a late response', async () => {
    const { promise, resolve } = withResolvers<Response>();
    const { session } = setUp(() => promise, tokenResponse('two'));
    const late = session.get();
    session.forget();
    const next = session.get();
    resolve(tokenResponse('one'));
    expect(await late).toBe('one');
    expect(await next).toBe('two');
    expect(await session.get()).toBe('two');
  });

  it('returns no token of another organization to callers from before the switch', async () => {
    const { promise, resolve } = withResolvers<Response>();
    const { session } = setUp(tokenResponse('one'), () => promise, otherResponse);
    session.invalidate(await session.get());
    const late = session.get();
    session.forget();
    resolve(otherResponse());
    await expect(late).rejects.toMatchObject({
      code: 'reauthorization_required',
      backendCode: 'organization_changed',
    });
    expect(await session.get()).toBe('two');
  });

  it('returns no token of another user', async () => {
    const { session } = setUp(tokenOf('user_1'), tokenOf('user_2'), tokenOf('user_2'));
    session.invalidate(await session.get());
    await expect(session.get()).rejects.toMatchObject({ backendCode: 'organization_changed' });
    session.forget();
    expect(await session.get()).toBe('user_2');
  });

  it('lets one caller abort while the others wait', async () => {
    const { promise, resolve } = withResolvers<Response>();
    const { session, seen } = setUp(() => promise);
    const leaving = new AbortController();
    const left = session.get({ signal: leaving.signal });
    const stays = session.get();
    const reason = new Error('left');
    leaving.abort(reason);
    await expect(left).rejects.toBe(reason);
    resolve(tokenResponse('one'));
    expect(await stays).toBe('one');
    expect(seen).toHaveLength(1);
  });

  it('fails with reauthorization_required when the connection or the session is gone', async () => {
    const { session } = setUp(
      json({ error: 'connect again', code: 'reauthorization_required' }, { status: 401 }),
      json({ error: 'signed out', code: 'signed_out' }, { status: 401 }),
    );
    await expect(session.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    await expect(session.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
  });

  it('distinguishes other failures, and tries again at the next call', async () => {
    const { session } = setUp(
      new TypeError('offline'),
      new Response('not here', { status: 404 }),
      new Response('<html>'),
      tokenResponse('one'),
    );
    await expect(session.get()).rejects.toMatchObject({ code: 'network', cause: new TypeError('offline') });
    await expect(session.get()).rejects.toMatchObject({ code: 'not_found' });
    await expect(session.get()).rejects.toMatchObject({ code: 'decode' });
    expect(await session.get()).toBe('one');
  });

  it('does not expose its token', async () => {
    const { session } = setUp(tokenResponse('very-secret'));
    await session.get();
    expect(inspect(session, { depth: 9, showHidden: true }) + JSON.stringify(session)).not.toContain(
      'secret',
    );
  });
});

describe('createCloseClient with tokenSession', () => {
  it('sends the token to Close, and replays with another one after a 401', async () => {
    const { session, seen } = setUp(tokenResponse('one'), tokenResponse('two'));
    const api = clientOf(session, refusedBy('one'), refusedBy('one'));
    await expect(api.close.users.getMe()).resolves.toEqual({ id: 'user_1' });
    expect(api.seen.map(({ url, headers }) => [url, headers.get('authorization')])).toEqual([
      ['https://api.close.com/api/v1/me/', 'Bearer one'],
      ['https://api.close.com/api/v1/me/', 'Bearer two'],
    ]);
    expect(seen).toHaveLength(2);
    expect(api.events).toEqual(['refreshing', 'refreshed']);
  });

  it('emits unauthorized when there is no other token', async () => {
    const { session } = setUp(
      tokenResponse('one'),
      json({ error: 'gone', code: 'reauthorization_required' }, { status: 401 }),
    );
    const api = clientOf(session, refusedBy('one'));
    await expect(api.close.users.getMe()).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(api.events).toEqual(['refreshing', 'refresh-failed', 'unauthorized']);
  });

  it('uses no token of another organization until it forgets the old one', async () => {
    const { session } = setUp(tokenResponse('one'), otherResponse, otherResponse);
    const api = clientOf(session, refusedBy('one'), json({ id: 'user_1' }));
    await expect(api.close.users.getMe()).rejects.toMatchObject({
      code: 'reauthorization_required',
      backendCode: 'organization_changed',
    });
    expect([api.events, api.seen.length]).toEqual([
      ['refreshing', 'refresh-failed', 'organization-changed'],
      1,
    ]);
    session.forget();
    expect(await session.get()).toBe('two');
  });

  it('reports a session that is gone', async () => {
    const { session } = setUp(json({ error: 'signed out', code: 'signed_out' }, { status: 401 }));
    const api = clientOf(session);
    await expect(api.close.users.getMe()).rejects.toMatchObject({
      code: 'reauthorization_required',
      backendCode: 'signed_out',
    });
  });

  it('requests tokens where AbortSignal lacks its newer methods, as in React Native', async () => {
    remove(AbortSignal, 'timeout');
    remove(AbortSignal.prototype, 'throwIfAborted');
    const { session } = setUp(tokenResponse('one'));
    const stop = new AbortController();
    stop.abort(new Error('left'));
    await expect(session.get({ signal: stop.signal })).rejects.toThrow('left');
    await expect(session.get({ signal: new AbortController().signal })).resolves.toBe('one');
  });
});

/** Removes a property until the test is over. */
function remove(target: object, name: string): void {
  const descriptor = Object.getOwnPropertyDescriptor(target, name) ?? {};
  Reflect.deleteProperty(target, name);
  onTestFinished(() => void Object.defineProperty(target, name, descriptor));
}
