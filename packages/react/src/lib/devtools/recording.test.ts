import { bearer, createCloseClient } from '@closekit/client';
import type { CloseClientOptions } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import { withResolvers } from '../../../test/with-resolvers.ts';
import { recorderOf } from './recorder.ts';
import { mostEntries } from './recording.ts';

const at = Date.UTC(2026, 0, 1);
const lead = { id: 'lead_1' };
const busy = () => new Response('busy-secret', { status: 503 });

function limited(status: number, remaining: number): Response {
  const headers = { ratelimit: `limit=9, remaining=${remaining}, reset=2` };
  return Response.json({ ...lead, note: 'body-secret' }, { status, headers });
}

/** A recorded client whose server plays a script of responses. */
function recorded(
  responses: (Response | Promise<Response> | Error)[],
  options?: Partial<CloseClientOptions>,
) {
  const client = createCloseClient({
    auth: bearer('token-secret'),
    rateLimit: 'react',
    sleep: async () => {},
    random: () => 0.5,
    fetch: async () => {
      const response = await (responses.shift() ?? Response.json(lead));
      if (response instanceof Error) throw response;
      return response;
    },
    ...options,
  });
  const recorder = recorderOf(client, () => at);
  recorder.start();
  return { client, recorder, seen: () => recorder.getSnapshot() };
}

/** Lets everything happen that does not wait for the network. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('Recorder', () => {
  it('shows a call with its attempts: a 429, its delay, and the 200 after it', async () => {
    const { client, seen } = recorded([limited(429, 0), limited(200, 8)]);
    await client.leads.get('lead_1');
    await settled();
    const delayMs: unknown = expect.any(Number);
    const durationMs: unknown = expect.any(Number);
    expect(seen().calls).toEqual([
      {
        number: 1,
        operation: 'leads_get',
        method: 'GET',
        path: '/lead/lead_1/',
        group: 'GET /lead/{id}/',
        startedAt: at,
        state: 'succeeded',
        attempts: [
          { number: 1, status: 429, durationMs, delayMs },
          { number: 2, status: 200, durationMs },
        ],
      },
    ]);
  });

  it('shows the budget of each group, and the number of its refusals', async () => {
    const { client, seen } = recorded([limited(429, 0), limited(200, 8), limited(200, 7)]);
    await client.leads.get('lead_1');
    await client.users.list();
    await settled();
    const budget = { limit: 9, resetsAt: at + 2000 };
    expect(seen().budgets).toEqual([
      { ...budget, group: 'GET /lead/{id}/', remaining: 8, refusals: 1 },
      { ...budget, group: 'GET /user/', remaining: 7, refusals: 0 },
    ]);
  });

  it('keeps the attempts of calls at the same time apart', async () => {
    const { client, seen } = recorded([busy(), Response.json(lead), Response.json(lead)]);
    await Promise.all([client.leads.get('lead_1'), client.leads.get('lead_1')]);
    await settled();
    const statuses = seen().calls.map(({ attempts }) => attempts.map(({ status }) => status));
    expect(statuses).toEqual([[503, 200], [200]]);
  });

  it('follows the state of a call: waiting for its turn, sent, succeeded', async () => {
    const reset = withResolvers<undefined>();
    const response = withResolvers<Response>();
    const { client, seen } = recorded([limited(200, 0), response.promise], {
      rateLimit: 'pace',
      sleep: () => reset.promise,
    });
    const states = () => seen().calls.map(({ state }) => state);
    await client.leads.get('lead_1');
    const later = client.leads.get('lead_1').result();
    await settled();
    expect(states()).toEqual(['succeeded', 'waiting']);
    reset.resolve(undefined);
    await settled();
    expect(states()).toEqual(['succeeded', 'sent']);
    response.resolve(Response.json(lead));
    await later;
    await settled();
    expect(states()).toEqual(['succeeded', 'succeeded']);
  });

  it('shows the code of a failure, of the call and of an attempt without a response', async () => {
    const { client, seen } = recorded([new TypeError('lost-secret'), busy()], { retry: { attempts: 2 } });
    await client.leads.get('lead_1').result();
    await settled();
    expect(seen().calls).toMatchObject([
      { state: 'failed', code: 'server_error', attempts: [{ code: 'network' }, { status: 503 }] },
    ]);
    expect(seen().calls[0]?.attempts[1]).not.toHaveProperty('code');
  });

  it('shows the events of the token', async () => {
    const fresh = ['old', 'new'];
    const auth = bearer({ get: () => fresh.shift() ?? 'new', invalidate: () => {} });
    const { client, seen } = recorded([new Response(null, { status: 401 })], { auth });
    await client.leads.get('lead_1');
    await settled();
    expect(seen().tokenEvents.map(({ type }) => type)).toEqual(['refreshing', 'refreshed']);
    expect(seen().calls[0]?.attempts.map(({ status }) => status)).toEqual([401, 200]);
  });

  it('keeps the newest calls', async () => {
    const { client, seen } = recorded([]);
    for (let sent = 0; sent < mostEntries + 1; sent += 1) await client.leads.get('lead_1');
    await settled();
    expect(seen().calls).toHaveLength(mostEntries);
    expect([seen().calls.at(0)?.number, seen().calls.at(-1)?.number]).toEqual([2, mostEntries + 1]);
  });

  it('records no token, no query, no body, and no message of the server', async () => {
    const { client, seen } = recorded([busy(), limited(200, 8), busy()], { retry: { attempts: 2 } });
    await client.leads.list({ query: 'query-secret' });
    await client.leads.create({ name: 'name-secret' }).result();
    await settled();
    expect(seen().calls).toHaveLength(2);
    expect(JSON.stringify(seen())).not.toContain('secret');
  });

  it('removes everything', async () => {
    const { client, recorder, seen } = recorded([]);
    await client.leads.get('lead_1');
    recorder.clear();
    await settled();
    expect(seen()).toEqual({ calls: [], budgets: [], liveEvents: [], tokenEvents: [] });
  });

  it('records nothing more of a call that was removed', async () => {
    const response = withResolvers<Response>();
    const { client, recorder, seen } = recorded([response.promise]);
    const removed = client.leads.get('lead_1').result();
    await settled();
    expect(seen().calls).toHaveLength(1);
    recorder.clear();
    response.resolve(limited(200, 8));
    await removed;
    await client.users.list();
    await settled();
    expect(seen().calls.map(({ path, attempts }) => [path, attempts.length])).toEqual([['/user/', 1]]);
    expect(seen().budgets).toEqual([]);
  });

  it('is one for each client, and starts once', async () => {
    const { client, recorder, seen } = recorded([]);
    expect(recorderOf(client)).toBe(recorder);
    recorder.start();
    await client.leads.get('lead_1');
    await settled();
    expect(seen().calls[0]?.attempts).toHaveLength(1);
  });
});
