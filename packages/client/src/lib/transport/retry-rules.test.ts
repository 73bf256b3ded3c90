import { describe, expect, it } from 'vitest';
import { json, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import { createCloseClient } from '../create-close-client.ts';

const coded = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });
const status = (code: number) => json({ error: 'no' }, { status: code });

function clientFor(...answers: Answer[]) {
  const { fetch, seen } = stubFetch(...answers);
  const options = { auth: bearer('t'), fetch, sleep: async () => {}, random: () => 0 };
  return { close: createCloseClient(options), seen };
}

/** The outcome of a write whose first attempt ends so: requests sent, and whether it may have acted. */
async function write(answer: Answer) {
  const { close, seen } = clientFor(answer, json({ id: 'lead_1' }));
  const result = await close.leads.create({ name: 'Acme' }).result();
  return result.ok
    ? `sent ${seen.length}, ok`
    : `sent ${seen.length}, may have acted: ${result.error.mayHaveActed}`;
}

describe('a write', () => {
  it('is sent again only when the server surely did not act', async () => {
    expect(await write(status(429))).toBe('sent 2, ok');
    expect(await write(coded('ECONNREFUSED'))).toBe('sent 2, ok');
    expect(await write(coded('UND_ERR_CONNECT_TIMEOUT'))).toBe('sent 2, ok');
    const refusals = new AggregateError([coded('ECONNREFUSED'), coded('ENETUNREACH')]);
    expect(await write(new TypeError('fetch failed', { cause: refusals }))).toBe('sent 2, ok');
  });

  it('is not sent again when it may have acted, and the error says so', async () => {
    expect(await write(coded('ECONNRESET'))).toBe('sent 1, may have acted: true');
    const mixed = new AggregateError([coded('ECONNREFUSED'), coded('ECONNRESET')]);
    expect(await write(new TypeError('fetch failed', { cause: mixed }))).toBe('sent 1, may have acted: true');
    expect(await write(status(408))).toBe('sent 1, may have acted: true');
    expect(await write(status(500))).toBe('sent 1, may have acted: true');
    expect(await write(status(503))).toBe('sent 1, may have acted: true');
    expect(await write(new Response('{"id": "lea'))).toBe('sent 1, may have acted: true');
  });

  it('has surely not acted after another refusal', async () => {
    expect(await write(status(400))).toBe('sent 1, may have acted: false');
    expect(await write(status(401))).toBe('sent 1, may have acted: false');
    expect(await write(status(404))).toBe('sent 1, may have acted: false');
  });
});

describe('a read', () => {
  it('is sent again, a search by POST too', async () => {
    const search = clientFor(status(408), status(502), json({ data: [], cursor: null }));
    await search.close.search.query({ query: { type: 'match_all' } });
    expect(search.seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
    const { close } = clientFor(new Response('{"id": "us'), coded('ECONNRESET'), json({ id: 'user_1' }));
    expect(await close.users.getMe().withResponse()).toMatchObject({ attempts: 3 });
  });

  it('is not sent again for a page of HTML, a wrong address', async () => {
    const page = new Response('<p>Sign in</p>', { headers: { 'content-type': 'text/html' } });
    const { close, seen } = clientFor(page);
    expect(await close.users.getMe().result()).toMatchObject({ error: { code: 'decode' } });
    expect(seen).toHaveLength(1);
  });

  it('can have its own limits', async () => {
    const { close } = clientFor(status(503), status(503), json({}));
    expect(await close.users.getMe({ retry: false }).result()).toMatchObject({ error: { attempts: 1 } });
    expect(await close.users.getMe({ retry: { attempts: 2 } }).withResponse()).toMatchObject({ attempts: 2 });
  });

  it('with a long query goes as a POST that Close treats as a GET', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `acti_${String(index).padStart(43, '0')}`);
    const { close, seen } = clientFor(status(503), json({ data: [], has_more: false }));
    expect(await close.activities.list({ id__in: ids, _limit: 100 })).toMatchObject({ data: [] });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v1/activity/',
      'POST /api/v1/activity/',
    ]);
    expect(seen[0]?.headers.get('x-http-method-override')).toBe('GET');
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ _params: { id__in: ids.join(','), _limit: '100' } });
  });

  it('names the method, the path, the request id and the waits of a failure', async () => {
    const failed = json({ error: 'Bad' }, { status: 400, headers: { 'x-request-id': 'req_1' } });
    const { close } = clientFor(status(503), failed);
    expect(await close.leads.get('lead_1', { fields: ['id'] }).result()).toMatchObject({
      error: {
        method: 'GET',
        path: '/lead/lead_1/',
        requestId: 'req_1',
        attempts: 2,
        body: { error: 'Bad' },
      },
    });
  });
});
