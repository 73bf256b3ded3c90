import { describe, expect, it } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseClient } from '../create-close-client.ts';
import type { TokenSource } from '../auth/token-source.ts';
import { raw } from './raw.ts';

const stream = () => new Response('{"name":"Acme"}').body ?? undefined;
const init = () => ({
  bodySerializer: stream,
  duplex: 'half',
  headers: { 'content-type': 'application/json' },
});

function tokens(): TokenSource {
  const fresh = ['old', 'new', 'new'];
  return { get: async () => fresh.shift() ?? '', invalidate: () => {} };
}

describe('a form as body', () => {
  it('is replayed as it was, boundary included', async () => {
    const server = stubFetch(json({ error: 'No' }, { status: 401 }), json({}));
    const close = createCloseClient({ auth: tokens(), fetch: server.fetch });
    const form = new FormData();
    form.set('file', new Blob(['content']), 'a.txt');
    await raw(close).POST('/lead/', {
      body: {},
      bodySerializer: () => form,
      headers: { 'content-type': null },
    });
    const [first, second] = server.seen;
    expect(first?.body).toContain('content');
    expect(second?.body).toBe(first?.body);
    const boundary = first?.headers.get('content-type')?.split('boundary=')[1];
    expect(second?.headers.get('content-type')).toBe(first?.headers.get('content-type'));
    expect(first?.body).toContain(boundary);
  });
});

describe('a streamed body', () => {
  it('is sent once, and its 401 is marked as not replayed', async () => {
    const server = stubFetch(json({ error: 'No' }, { status: 401 }));
    const close = createCloseClient({ auth: tokens(), fetch: server.fetch });
    const heard: string[] = [];
    close.subscribe((event) => heard.push(event.type));
    const { error, response } = await raw(close).POST('/lead/', { body: {}, ...init() });
    expect(error).toEqual({ error: 'No' });
    expect(response.headers.get('x-closekit-not-replayed')).toContain('stream');
    expect(server.seen.map((request) => request.body)).toEqual(['{"name":"Acme"}']);
    expect(heard).toEqual(['refreshing', 'refreshed']);
  });

  it('is not sent again after a 429', async () => {
    const server = stubFetch(json({}, { status: 429, headers: { 'retry-after': '1' } }));
    const close = createCloseClient({ auth: bearer('t'), fetch: server.fetch });
    expect((await raw(close).POST('/lead/', { body: {}, ...init() })).response).toMatchObject({
      status: 429,
    });
    expect(server.seen).toHaveLength(1);
  });
});
