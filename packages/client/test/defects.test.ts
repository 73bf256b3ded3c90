import createClient from 'openapi-fetch';
import { describe, expect, it } from 'vitest';
import { CloseApiError, createCloseClient } from '../src/index.ts';
import { json, stubFetch } from './stub-fetch.ts';
import type { Answer } from './stub-fetch.ts';

// How openapi-fetch treats such responses, because this client is built on it, and how this client does.

const html = () => new Response('<p>Sign in</p>', { headers: { 'content-type': 'text/html' } });
const empty = (status: number) => new Response(null, { status, headers: { 'content-length': '0' } });

function clientFor(...answers: Answer[]) {
  const tokens = ['old', 'new'];
  const auth = { get: async () => tokens.shift() ?? 'new', invalidate: () => {} };
  return createCloseClient({ auth, fetch: stubFetch(...answers).fetch, retry: false });
}

interface Bare {
  '/me/': { get: { responses: { 200: { content: { 'application/json': unknown } } } } };
}
const bare = (answer: Answer) =>
  createClient<Bare>({ baseUrl: 'https://x.example', fetch: stubFetch(answer).fetch });

describe('a 401 without a body', () => {
  it('is no error in openapi-fetch', async () => {
    const { data, error } = await bare(empty(401)).GET('/me/');
    expect([data, error]).toEqual([undefined, undefined]);
  });

  it('rejects here', async () => {
    await expect(clientFor(empty(401), empty(401)).users.getMe()).rejects.toMatchObject({
      code: 'unauthorized',
      status: 401,
    });
  });
});

describe('a 500 without a body', () => {
  it('rejects here, with the status in the message', async () => {
    const failure = clientFor(empty(500)).users.getMe();
    await expect(failure).rejects.toMatchObject({
      code: 'server_error',
      status: 500,
      message: 'users_get_me: The server responded with 500: Check the response.',
    });
  });
});

describe('a 404 with JSON', () => {
  it('rejects with an Error that carries the status', async () => {
    const error: unknown = await clientFor(json({ error: 'Gone' }, { status: 404 }))
      .users.getMe()
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(CloseApiError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ status: 404, errors: ['Gone'] });
  });
});

describe('a request that was sent', () => {
  it('cannot be sent again as it is', async () => {
    const request = new Request('https://x.example', { method: 'POST', body: '{}' });
    await request.text();
    expect(() => new Request(request)).toThrow(TypeError);
  });

  it('is built again here', async () => {
    const server = stubFetch(json({}, { status: 401 }), json({ id: 'lead_1' }));
    const tokens = ['old', 'new'];
    const auth = { get: async () => tokens.shift() ?? 'new', invalidate: () => {} };
    const close = createCloseClient({ auth, fetch: server.fetch });
    await close.leads.create({ name: 'Acme' });
    expect(server.seen.map((request) => request.body)).toEqual(['{"name":"Acme"}', '{"name":"Acme"}']);
  });
});

describe('a 200 with HTML', () => {
  it('escapes from openapi-fetch as a SyntaxError that its onError does not see', async () => {
    const client = bare(html());
    const seen: unknown[] = [];
    client.use({ onError: ({ error }) => void seen.push(error) });
    await expect(client.GET('/me/')).rejects.toThrow(SyntaxError);
    expect(seen).toEqual([]);
  });

  it('rejects here with decode', async () => {
    await expect(clientFor(html()).users.getMe()).rejects.toMatchObject({ code: 'decode', status: 200 });
  });
});

describe('a delete that responds with an object without members', () => {
  it('is undefined here, as one with an empty body', async () => {
    const close = clientFor(json({}), empty(200), empty(204));
    for (const id of ['lead_1', 'lead_2', 'lead_3']) {
      expect(await close.leads.delete(id)).toBeUndefined();
    }
  });

  it('is the object for a read', async () => {
    expect(await clientFor(json({})).users.getMe()).toEqual({});
  });
});
