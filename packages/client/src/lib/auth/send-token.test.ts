import { describe, expect, it } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { apiKey } from './api-key.ts';
import { bearer } from './bearer.ts';
import type { CloseClientEvent } from '../transport/client-events.ts';
import type { CloseAuth } from './close-auth.ts';
import { cookieSession } from './cookie-session.ts';
import { createCloseClient } from '../create-close-client.ts';
import type { TokenSource } from './token-source.ts';

const refused = (body: unknown = { error: 'Unauthorized' }) => json(body, { status: 401 });

function clientFor(auth: CloseAuth, ...answers: Answer[]) {
  const server = stubFetch(...answers);
  const baseUrl =
    'kind' in auth && auth.kind === 'cookie-session' ? 'https://app.example/api/close/api/v1' : undefined;
  const close = createCloseClient({ auth, fetch: server.fetch, baseUrl, retry: false });
  const events: CloseClientEvent[] = [];
  close.subscribe((event) => events.push(event));
  return { close, events, seen: server.seen };
}

/** A source that returns the tokens in order, the next one after each invalidation. */
function sourceOf(...tokens: string[]) {
  const invalidated: string[] = [];
  let gets = 0;
  const source: TokenSource = {
    get: async () => {
      gets += 1;
      return tokens[Math.min(invalidated.length, tokens.length - 1)] ?? '';
    },
    invalidate: (token) => void invalidated.push(token),
  };
  return { source, invalidated, gets: () => gets };
}

const failing = (error: unknown): TokenSource => ({
  get: async () => {
    throw error;
  },
  invalidate: () => {},
});
const onlyNew = (request: Request) =>
  request.headers.get('authorization') === 'Bearer old' ? refused() : json({ id: 'x' });
const coded = (code: string) => Object.assign(new Error(code), { code });

describe('apiKey', () => {
  it('is sent as the user name of Basic authentication', async () => {
    const { close, seen } = clientFor(apiKey('api_abc'), json({}));
    await close.users.getMe();
    expect(seen[0]?.headers.get('authorization')).toBe(`Basic ${btoa('api_abc:')}`);
  });

  it('treats a 401 as final', async () => {
    const { close, events, seen } = clientFor(apiKey('api_abc'), refused());
    const result = await close.users.getMe().result();
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unauthorized', status: 401, errors: ['Unauthorized'] },
    });
    expect(seen).toHaveLength(1);
    expect(events).toMatchObject([
      { type: 'unauthorized', error: { code: 'unauthorized', operation: 'users_get_me' } },
    ]);
  });
});

describe('bearer', () => {
  it('is sent unchanged, whatever header the caller sets', async () => {
    const { close, seen } = clientFor(bearer('tok'), json({}));
    await close.users.getMe({ headers: { Authorization: 'mine', 'x-tz-offset': '-5' } });
    expect(seen[0]?.headers.get('authorization')).toBe('Bearer tok');
    expect(seen[0]?.headers.get('x-tz-offset')).toBe('-5');
  });
});

describe('cookieSession', () => {
  it('sends the static header and no token, to the same origin', async () => {
    const { close, seen } = clientFor(cookieSession(), json({}));
    await close.users.getMe();
    expect(seen[0]?.headers.get('x-closekit')).toBe('1');
    expect(seen[0]?.headers.has('authorization')).toBe(false);
    expect(seen[0]).toMatchObject({
      url: 'https://app.example/api/close/api/v1/me/',
      credentials: 'same-origin',
    });
  });

  it('treats a 401 as final, and passes on reauthorization_required', async () => {
    const body = { error: 'Connect again', code: 'reauthorization_required' };
    const { close, events, seen } = clientFor(cookieSession(), refused(body));
    expect(await close.users.getMe().result()).toMatchObject({
      error: { code: 'reauthorization_required', status: 401 },
    });
    expect(seen).toHaveLength(1);
    expect(events).toMatchObject([{ type: 'unauthorized', error: { code: 'reauthorization_required' } }]);
  });

  it('emits organization-changed for that conflict only', async () => {
    const body = { error: 'Another organization', code: 'organization_changed' };
    const { close, events } = clientFor(
      cookieSession(),
      json(body, { status: 409 }),
      json({ error: 'Busy' }, { status: 409 }),
    );
    expect(await close.users.getMe().result()).toMatchObject({
      error: { code: 'invalid_request', backendCode: 'organization_changed', status: 409 },
    });
    expect(await close.users.getMe().result()).toMatchObject({ error: { backendCode: undefined } });
    expect(events).toMatchObject([{ type: 'organization-changed', error: { status: 409 } }]);
  });
});

describe('TokenSource', () => {
  it('is called for every request', async () => {
    const { source, gets } = sourceOf('a');
    const { close, seen } = clientFor(source, json({}), json({}));
    await close.users.getMe();
    await close.users.getMe();
    expect(gets()).toBe(2);
    expect(seen[1]?.headers.get('authorization')).toBe('Bearer a');
  });

  it('learns the refused token and is called once more; the request is replayed once with its body', async () => {
    const { source, invalidated, gets } = sourceOf('old', 'new');
    const { close, events, seen } = clientFor(source, refused(), json({ id: 'lead_1' }));
    expect(await close.leads.create({ name: 'Acme' }).withResponse()).toMatchObject({ attempts: 2 });
    expect(invalidated).toEqual(['old']);
    expect(gets()).toBe(2);
    expect(seen.map((request) => [request.headers.get('authorization'), request.body])).toEqual([
      ['Bearer old', '{"name":"Acme"}'],
      ['Bearer new', '{"name":"Acme"}'],
    ]);
    expect(events).toEqual([{ type: 'refreshing' }, { type: 'refreshed' }]);
  });

  it('is not called a third time when the new token is refused too', async () => {
    const { source, invalidated } = sourceOf('old', 'new');
    const { close, events, seen } = clientFor(source, refused(), refused());
    expect(await close.users.getMe().result()).toMatchObject({
      error: { code: 'unauthorized', attempts: 2 },
    });
    expect(invalidated).toEqual(['old']);
    expect(seen).toHaveLength(2);
    expect(events.map((event) => event.type)).toEqual(['refreshing', 'refreshed', 'unauthorized']);
  });

  it('that returns the refused token again causes no replay', async () => {
    const { source } = sourceOf('only');
    const { close, events, seen } = clientFor(source, refused());
    expect(await close.users.getMe().result()).toMatchObject({
      error: { code: 'unauthorized', attempts: 1 },
    });
    expect(seen).toHaveLength(1);
    expect(events.map((event) => event.type)).toEqual(['refreshing', 'refresh-failed', 'unauthorized']);
  });

  it('is not called after a 403', async () => {
    const { source, invalidated } = sourceOf('a', 'b');
    const { close, events } = clientFor(source, json({ error: 'No' }, { status: 403 }));
    expect(await close.users.getMe().result()).toMatchObject({ error: { code: 'forbidden', attempts: 1 } });
    expect(invalidated).toEqual([]);
    expect(events).toEqual([]);
  });

  it('announces concurrent refreshes as one', async () => {
    const { source } = sourceOf('old', 'new');
    const { close, events } = clientFor(source, onlyNew, onlyNew, onlyNew, onlyNew);
    await Promise.all([close.users.getMe(), close.users.getMe()]);
    expect(events).toEqual([{ type: 'refreshing' }, { type: 'refreshed' }]);
  });

  it('passes on reauthorization_required', async () => {
    const cause = coded('reauthorization_required');
    const { close, events } = clientFor(failing(cause));
    const result = await close.users.getMe().result();
    expect(result).toMatchObject({
      error: { code: 'reauthorization_required', attempts: 0, status: undefined, cause },
    });
    expect(events).toMatchObject([{ type: 'unauthorized', error: { code: 'reauthorization_required' } }]);
  });

  it('fails as network when its code is that of a passing failure', async () => {
    const cause = coded('refresh_unavailable');
    const { close, events } = clientFor(failing(cause));
    expect(await close.users.getMe().result()).toMatchObject({ error: { code: 'network', cause } });
    expect(events).toEqual([]);
  });

  it('fails as network without a code, or with that of its transport', async () => {
    const { close } = clientFor(failing(new TypeError('fetch failed')));
    expect(await close.users.getMe().result()).toMatchObject({ error: { code: 'network' } });
    const other = clientFor(failing(coded('ECONNREFUSED')));
    expect(await other.close.users.getMe().result()).toMatchObject({ error: { code: 'network' } });
  });

  it('fails as unauthorized, without a status or an event, for any other reason', async () => {
    const { close, events } = clientFor(failing(coded('client_misconfigured')));
    const result = await close.users.getMe().result();
    expect(result).toMatchObject({
      error: {
        code: 'unauthorized',
        status: undefined,
        message: 'users_get_me: The token source failed with client_misconfigured. Check the cause.',
      },
    });
    expect(events).toEqual([]);
  });

  it('that fails while refreshing ends the refresh', async () => {
    const tokens = ['old'];
    const source: TokenSource = {
      get: async () => tokens.shift() ?? Promise.reject(coded('refresh_unavailable')),
      invalidate: async () => {},
    };
    const { close, events } = clientFor(source, refused());
    expect(await close.leads.create({ name: 'Acme' }).result()).toMatchObject({
      error: { code: 'network', attempts: 1 },
    });
    expect(events).toEqual([{ type: 'refreshing' }, { type: 'refresh-failed' }]);
  });

  it('that returns an unusable token causes a TypeError without the token', async () => {
    const { source } = sourceOf('line\nbreak');
    const { close } = clientFor(source);
    await expect(close.users.getMe()).rejects.toThrow(
      new TypeError('TokenSource: `await get()` must be a non-empty string of visible ASCII characters.'),
    );
    await expect(close.users.getMe()).rejects.not.toThrow(/break$/);
  });
});
