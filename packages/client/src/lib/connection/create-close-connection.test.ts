import { describe, expect, it } from 'vitest';
import {
  customFieldSchemasGet,
  leadsCreate,
  leadsGet,
  leadsList,
  opportunitiesUpdate,
  searchQuery,
  usersGetMe,
} from '../../generated/operations.ts';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import type { ConnectionAuth } from '../auth/close-auth.ts';
import { cookieSession } from '../auth/cookie-session.ts';
import { createCloseClient } from '../create-close-client.ts';
import { createCloseConnection } from './create-close-connection.ts';
import type { CloseConnection } from './open-connection.ts';

/** Responds with the bodies in order, and records the requests. */
function stub(...bodies: unknown[]) {
  const requests: Request[] = [];
  const send: typeof fetch = async (input, init) => {
    requests.push(new Request(input, init));
    return Response.json(bodies.shift() ?? {});
  };
  return { requests, send };
}

async function describeRequest(request: Request) {
  const { method, url, credentials, redirect } = request;
  return { method, url, credentials, redirect, headers: [...request.headers], body: await request.text() };
}

/** The requests of a call: through openapi-fetch, and without it. */
async function bothWays(
  call: (close: CloseConnection) => PromiseLike<unknown>,
  auth: ConnectionAuth = bearer('t'),
) {
  const base =
    auth.constructor === Object && 'basePath' in auth ? { baseUrl: 'https://app.example/api/v1' } : {};
  const sent = [createCloseClient, createCloseConnection].map(async (create) => {
    const { requests, send } = stub();
    await call(create({ auth, fetch: send, ...base }));
    return Promise.all(requests.map(describeRequest));
  });
  return Promise.all(sent);
}

describe('createCloseConnection', () => {
  it('sends a read as the client does', async () => {
    const [client, connection] = await bothWays((close) =>
      leadsGet(close, 'lead_1 ü', { fields: ['id', 'custom.cf_1'], headers: { 'X-TZ-Offset': '-5' } }),
    );
    expect(connection).toEqual(client);
    expect(connection?.[0]?.url).toBe(
      'https://api.close.com/api/v1/lead/lead_1%20%C3%BC/?_fields=id,custom.cf_1',
    );
  });

  it('sends a list and its filters as the client does', async () => {
    const [client, connection] = await bothWays((close) =>
      leadsList(close, { query: 'name:"a&b"', _limit: 5, _fields: [] }),
    );
    expect(connection).toEqual(client);
    expect(connection?.[0]?.url).toBe('https://api.close.com/api/v1/lead/?query=name%3A%22a%26b%22&_limit=5');
  });

  it('sends a write as the client does', async () => {
    const [client, connection] = await bothWays((close) => leadsCreate(close, { name: 'Söhne' }));
    expect(connection).toEqual(client);
    expect(connection?.[0]).toMatchObject({ method: 'POST', body: '{"name":"Söhne"}', redirect: 'manual' });
  });

  it('refuses a number that would empty a field, as the client does', async () => {
    const nothing = { value: Number.NaN };
    const message = 'opportunities_update: `body.value` must be a finite number.';
    const { requests, send } = stub();
    const options = { auth: bearer('t'), fetch: send };
    const connection = createCloseConnection(options);
    expect(() => opportunitiesUpdate(connection, 'oppo_1', nothing)).toThrow(new TypeError(message));
    const close = createCloseClient(options);
    expect(() => close.opportunities.update('oppo_1', nothing)).toThrow(new TypeError(message));
    expect(requests).toHaveLength(0);
  });

  it('sends a session cookie as the client does', async () => {
    const [client, connection] = await bothWays((close) => usersGetMe(close), cookieSession());
    expect(connection).toEqual(client);
    expect(connection?.[0]?.credentials).toBe('same-origin');
  });

  it('keeps the slash of a custom activity type, and refuses path steps', async () => {
    const [client, connection] = await bothWays((close) =>
      customFieldSchemasGet(close, 'activity/actitype_1?'),
    );
    expect(connection).toEqual(client);
    expect(connection?.[0]?.url).toBe(
      'https://api.close.com/api/v1/custom_field_schema/activity/actitype_1%3F/',
    );
    const close = createCloseConnection({ auth: bearer('t') });
    for (const value of ['activity/..', '../me', 'activity//x', '/me', '.']) {
      expect(() => customFieldSchemasGet(close, value)).toThrow(
        "custom_field_schemas_get: `object_type` must be a non-empty string, not '.' or '..'.",
      );
    }
  });

  it('reads page after page', async () => {
    const { send, requests } = stub(
      { data: [{ id: 'a' }], cursor: 'next' },
      { data: [{ id: 'b' }], cursor: null },
    );
    const close = createCloseConnection({ auth: bearer('t'), fetch: send });
    const found = await searchQuery(close, { query: { type: 'match_all' } }).toArray({ limit: 5 });
    expect(found).toEqual([{ id: 'a' }, { id: 'b' }]);
    expect(requests).toHaveLength(2);
  });

  it('reports a failure with the message of the response', async () => {
    const close = createCloseConnection({
      auth: bearer('t'),
      fetch: async () => Response.json({ error: 'No such lead.' }, { status: 404 }),
    });
    expect(await leadsGet(close, 'lead_1').result()).toMatchObject({
      error: {
        code: 'not_found',
        operation: 'leads_get',
        message: 'leads_get: The server responded with 404: No such lead.',
      },
    });
  });

  it('names itself in the error of a wrong option', () => {
    const expected = new TypeError('createCloseConnection: `timeoutMs` must be a positive number.');
    expect(() => createCloseConnection({ auth: bearer('t'), timeoutMs: 0 })).toThrow(expected);
  });

  it('refuses a token source that is not wrapped, and says how to wrap it', async () => {
    const source = { get: () => 'secret', invalidate: () => {} };
    // @ts-expect-error a bare source is for createCloseClient
    expect(() => createCloseConnection({ auth: source })).toThrow(
      new TypeError(
        'createCloseConnection: `auth` must be apiKey(), bearer(), cookieSession() or tokenSession().',
      ),
    );
  });

  it('takes a wrapped token source, and replaces a refused token', async () => {
    const invalidated: string[] = [];
    const source = {
      get: () => `t${invalidated.length}`,
      invalidate: (token: string) => void invalidated.push(token),
    };
    const { fetch, seen } = stubFetch(json({}, { status: 401 }), json({ id: 'lead_1' }));
    const close = createCloseConnection({ auth: bearer(source), fetch });
    expect(await leadsGet(close, 'lead_1').withResponse()).toMatchObject({ attempts: 2 });
    expect(seen.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t0', 'Bearer t1']);
    expect(invalidated).toEqual(['t0']);
  });

  it('exposes neither credentials nor operations', () => {
    const close = createCloseConnection({ auth: bearer('secret') });
    expect(Object.keys(close)).toEqual([]);
    expect(close.auth).toHaveProperty('kind', 'bearer');
  });
});

describe('an operation', () => {
  it('refuses a connection of another package', () => {
    const other: CloseConnection = { auth: bearer('t') };
    expect(() => leadsGet(other, 'lead_1')).toThrow(
      new TypeError('leads_get: `close` must be a client of @closekit/client.'),
    );
  });
});
