import { describe, expect, it } from 'vitest';
import { leadsGet } from '../../generated/operations.ts';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseConnection } from '../connection/create-close-connection.ts';
import { createCloseClient } from '../create-close-client.ts';
import { raw } from '../connection/raw.ts';

const auth = bearer('t');

function create(headers: unknown): () => unknown {
  return () => Reflect.apply(createCloseClient, undefined, [{ auth, headers }]);
}

describe('default headers', () => {
  it('are sent with every call, through both entrances and raw', async () => {
    const { fetch, seen } = stubFetch(json({}), json({}), json({}));
    const options = { auth, fetch, headers: { 'X-Tz-Offset': '-5.0', 'x-none': undefined } };
    const close = createCloseClient(options);
    await close.leads.get('lead_1');
    await raw(close).GET('/me/');
    await leadsGet(createCloseConnection(options), 'lead_1');
    const offset = (request: (typeof seen)[number]) => request.headers.get('x-tz-offset');
    expect(seen.map(offset)).toEqual(['-5.0', '-5.0', '-5.0']);
    expect(seen.some((request) => request.headers.has('x-none'))).toBe(false);
  });

  it('give way to those of a call, in any spelling', async () => {
    const { fetch, seen } = stubFetch(json({}), json({}), json({}));
    const close = createCloseClient({ auth, fetch, headers: { 'x-tz-offset': '-5.0' } });
    await close.leads.get('lead_1', { headers: { 'X-TZ-Offset': '2.0' } });
    await raw(close).GET('/me/', { headers: { 'X-TZ-Offset': '3.0' } });
    await close.leads.get('lead_1');
    expect(seen.map((request) => request.headers.get('x-tz-offset'))).toEqual(['2.0', '3.0', '-5.0']);
  });

  it('cannot replace the credential', async () => {
    const { fetch, seen } = stubFetch(json({}), json({}));
    const close = createCloseClient({ auth, fetch, headers: { Authorization: 'Basic other' } });
    await close.leads.get('lead_1', { headers: { AUTHORIZATION: 'Basic other' } });
    await raw(close).GET('/me/');
    expect(seen.map((request) => request.headers.get('authorization'))).toEqual(['Bearer t', 'Bearer t']);
  });

  it('are refused as `Headers` or pairs, whose values would be lost', () => {
    const error = new TypeError('createCloseClient: `headers` must be a plain object.');
    expect(create(new Headers({ 'x-tz-offset': '-5.0' }))).toThrow(error);
    expect(create(new Map([['x-tz-offset', '-5.0']]))).toThrow(error);
    expect(create([['x-tz-offset', '-5.0']])).toThrow(error);
  });
});
