import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { leadsCreate, leadsGet } from '../../generated/operations.ts';
import { json, recordSleep, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import type { ConnectionAuth } from '../auth/close-auth.ts';
import type { TokenSource } from '../auth/token-source.ts';
import { createCloseConnection } from '../connection/create-close-connection.ts';
import type { CloseClientOptions } from '../connection/options.ts';
import { createCloseClient } from '../create-close-client.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { debug } from './debug.ts';
import type { CloseHooks } from './hooks.ts';
import { watch } from './watch.ts';
import { raw } from '../connection/raw.ts';

// The clock stands still, and a slow answer or a sleep moves it: the durations are exact.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const path = '/lead/lead_1/';
const url = `https://api.close.com/api/v1${path}`;
const get = { operation: 'leads_get', method: 'GET', path, call: 1, group: 'GET /lead/{id}/' };
const lead = { id: 'lead_1' };
const rawLead = { params: { path: { id: 'lead_1' } } };

function after(durationMs: number, response: Response): Answer {
  return () => {
    vi.advanceTimersByTime(durationMs);
    return response;
  };
}

const busy = () => new Response('busy', { status: 503 });
const limited = () =>
  json({}, { status: 429, headers: { 'retry-after': '1', ratelimit: 'limit=9, reset=1' } });

/** Hooks that record every event, in order. */
function recordHooks() {
  const events: { readonly type: string; readonly error?: CloseApiError | undefined }[] = [];
  const record = (event: (typeof events)[number]): void => void events.push(event);
  const calls = {
    onRequest: record,
    onResponse: record,
    onRetry: record,
    onRateLimit: record,
    onError: record,
  };
  const hooks: CloseHooks = calls;
  return { events, hooks, types: () => events.map(({ type }) => type) };
}

function tokens(): TokenSource {
  const fresh = ['old-secret', 'new-secret'];
  return { get: () => fresh.shift() ?? 'new-secret', invalidate: () => {} };
}

/** Options of a client that plays a script. */
function script(...answers: Answer[]): CloseClientOptions & { auth: ConnectionAuth } {
  return { auth: bearer('t'), fetch: stubFetch(...answers).fetch, ...recordSleep(), random: () => 0.5 };
}

function callWatch(...values: unknown[]): () => unknown {
  return () => Reflect.apply(watch, undefined, values);
}

/** A watched client that reacts to rate limits. */
function watched(answers: Answer[], options: Partial<CloseClientOptions> = {}) {
  const recorded = recordHooks();
  const close = createCloseClient({ ...script(...answers), rateLimit: 'react', ...options });
  return { ...recorded, close, stop: watch(close, recorded.hooks) };
}

describe('watch', () => {
  it('sees a retry, with operation, attempt and durations', async () => {
    const headers = { 'x-request-id': 'req_1' };
    const { close, events } = watched([after(40, busy()), after(50, json(lead, { headers }))]);
    await close.leads.get('lead_1');
    expect(events).toEqual([
      { type: 'request', ...get, attempt: 1, url },
      { type: 'response', ...get, attempt: 1, status: 503, requestId: undefined, durationMs: 40 },
      { type: 'retry', ...get, attempt: 1, status: 503, error: undefined, delayMs: 250, durationMs: 40 },
      { type: 'request', ...get, attempt: 2, url },
      { type: 'response', ...get, attempt: 2, status: 200, requestId: 'req_1', durationMs: 50 },
    ]);
  });

  it('sees the request that is sent again after a 401', async () => {
    const { close, events } = watched([json({}, { status: 401 }), json(lead)], { auth: tokens() });
    await close.leads.get('lead_1');
    expect(events).toMatchObject([
      { type: 'request', attempt: 1 },
      { type: 'response', attempt: 1, status: 401 },
      { type: 'request', attempt: 2 },
      { type: 'response', attempt: 2, status: 200 },
    ]);
  });

  it('sees each rate limit, each refusal, and how long a refused call waits', async () => {
    const ok = json(lead, { headers: { ratelimit: 'limit=9, remaining=8, reset=1' } });
    const { close, events } = watched([after(10, limited()), ok]);
    await close.leads.get('lead_1');
    const limit = { type: 'rate-limit', ...get, limit: 9, resetMs: 1000 };
    expect(events).toMatchObject([
      { type: 'request' },
      { type: 'response', status: 429 },
      { ...limit, attempt: 1, limited: true, durationMs: 10 },
      { type: 'retry', status: 429, delayMs: 1125 },
      { type: 'request' },
      { type: 'response', status: 200 },
      { ...limit, attempt: 2, limited: false, remaining: 8, durationMs: 0 },
    ]);
  });

  it('sees the refusal of a paced client, too, and no limit where none is stated', async () => {
    const { close, events, types } = watched([limited(), json(lead)], { rateLimit: 'pace' });
    await close.leads.get('lead_1');
    expect(types()).toEqual(['request', 'response', 'rate-limit', 'retry', 'request', 'response']);
    expect(events[3]).toMatchObject({ status: 429, delayMs: 1125 });
  });

  it('sees a lost connection as the error of a retry, and of the call in the end', async () => {
    const lost = new TypeError('fetch failed');
    const { close, events } = watched([lost, lost], { retry: { attempts: 2 } });
    const caught: unknown = await close.leads.get('lead_1').catch((error: unknown) => error);
    expect(events).toMatchObject([
      { type: 'request', attempt: 1 },
      { type: 'retry', attempt: 1, status: undefined, error: { code: 'network' }, delayMs: 250 },
      { type: 'request', attempt: 2 },
      { type: 'error', ...get, attempt: 2, durationMs: 250 },
    ]);
    expect(events[3]?.error).toBe(caught);
  });

  it('sees the error of a response once, the one that the caller receives', async () => {
    const { close, events } = watched([after(30, json({ error: 'No' }, { status: 404 }))]);
    const again = recordHooks();
    watch(close, again.hooks);
    const caught: unknown = await close.leads.get('lead_1').catch((error: unknown) => error);
    expect(events.slice(2)).toEqual([{ type: 'error', ...get, attempt: 1, durationMs: 30, error: caught }]);
    expect(events[2]?.error).toBe(caught);
    expect(again.events[2]?.error).toBe(caught);
  });

  it('sees an ok response that cannot be read, and its error', async () => {
    const { close, types } = watched([new Response('<p>', { headers: { 'content-type': 'text/html' } })]);
    expect(await close.leads.get('lead_1').result()).toMatchObject({ error: { code: 'decode' } });
    expect(types()).toEqual(['request', 'response', 'error']);
  });

  it('sees each call begin, before anything is sent', async () => {
    const begun: unknown[] = [];
    const { close, types } = watched([json(lead)]);
    watch(close, { onCall: (event) => begun.push(event, types()) });
    await close.leads.get('lead_1');
    expect(begun).toEqual([{ type: 'call', ...get, attempt: 0 }, []]);
  });

  it('numbers the calls, so that the events of calls at the same time can be told apart', async () => {
    const { close, events } = watched([busy(), json(lead), json(lead)]);
    await Promise.all([close.leads.get('lead_1'), close.leads.get('lead_1')]);
    const ofCall = (call: number) => events.filter((event) => 'call' in event && event.call === call);
    expect(ofCall(1).map(({ type }) => type)).toEqual([
      'request',
      'response',
      'retry',
      'request',
      'response',
    ]);
    expect(ofCall(2).map(({ type }) => type)).toEqual(['request', 'response']);
  });

  it('sees a call that is never sent', async () => {
    const { close, events } = watched([]);
    await close.leads.get('lead_1', { signal: AbortSignal.abort() }).result();
    expect(events).toMatchObject([{ type: 'error', attempt: 0, durationMs: 0, error: { code: 'aborted' } }]);
  });

  it('sees the end of a call that a wrong option ends', async () => {
    const { close, events } = watched([], { auth: bearer({ get: () => '', invalidate: () => {} }) });
    const thrown: unknown = await close.leads.get('lead_1').catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(TypeError);
    expect(events).toMatchObject([
      { type: 'error', attempt: 0, error: { code: 'invalid_request', cause: thrown, attempts: 0 } },
    ]);
    const elsewhere = watched([], { baseUrl: '/api/close/api/v1', fetch: undefined });
    await expect(elsewhere.close.leads.get('lead_1')).rejects.toThrow(TypeError);
    expect(elsewhere.types()).toEqual(['error']);
  });

  it('sees raw calls, whose failed responses are returned', async () => {
    const { close, events } = watched([json(lead), json({ error: 'No' }, { status: 404 })]);
    await raw(close).GET('/lead/{id}/', rawLead);
    const { response } = await raw(close).GET('/lead/{id}/', rawLead);
    expect(response.status).toBe(404);
    const call = { operation: undefined, method: 'GET', path, attempt: 1 };
    expect(events).toMatchObject([
      { type: 'request', ...call, url },
      { type: 'response', ...call, status: 200 },
      { type: 'request', ...call },
      { type: 'response', ...call, status: 404 },
      { type: 'error', ...call, error: { code: 'not_found', operation: undefined } },
    ]);
  });

  it('sees a query below the base URL, whatever its spelling, and none beside it', async () => {
    const { close, events } = watched([json({}), json({})], { baseUrl: 'https://API.close.com:443/api/v1' });
    await raw(close).GET('/lead/', { params: { query: { query: 'bob' } } });
    raw(close).use({ onRequest: () => new Request('https://storage.example/a?signature=secret') });
    await raw(close).GET('/lead/');
    expect(events.filter(({ type }) => type === 'request')).toMatchObject([
      { url: 'https://api.close.com/api/v1/lead/?query=bob' },
      { url: 'https://storage.example/a' },
    ]);
  });

  it('sees the same of a client and of a connection', async () => {
    const seen = [createCloseClient, createCloseConnection].map(async (create) => {
      const { events, hooks } = recordHooks();
      const close = create({ ...script(after(5, busy()), after(6, json(lead))), rateLimit: 'react' });
      watch(close, hooks);
      await leadsGet(close, 'lead_1');
      return events;
    });
    const [client, connection] = await Promise.all(seen);
    expect(client).toHaveLength(5);
    expect(connection).toEqual(client);
  });

  it('reports neither headers nor bodies nor credentials', async () => {
    const refusal = json(
      { no: 'body-secret' },
      { status: 401, headers: { 'set-cookie': 'a=cookie-secret' } },
    );
    const { close, events } = watched([refusal, json({})], {
      auth: tokens(),
      headers: { 'x-own': 'header-secret' },
    });
    await leadsCreate(close, { name: 'sent-secret' });
    expect(events).toHaveLength(4);
    expect(inspect(events, { depth: Infinity, showHidden: true })).not.toContain('secret');
  });

  it('takes several watchers, and stops each of them on its own', async () => {
    const { close, types, stop } = watched([busy(), json(lead), busy(), json(lead), json(lead)]);
    const late = recordHooks();
    const stopLate = watch(close, late.hooks);
    await close.leads.get('lead_1');
    const both = ['request', 'response', 'retry', 'request', 'response'];
    expect([types(), late.types()]).toEqual([both, both]);
    stop();
    await close.leads.get('lead_1');
    stopLate();
    await close.leads.get('lead_1');
    expect([types(), late.types()]).toEqual([both, [...both, ...both]]);
  });

  it('reports no more of a call on its way when it is stopped', async () => {
    const { close, types, stop } = watched([
      () => {
        stop();
        return busy();
      },
      json({}, { status: 404 }),
    ]);
    await close.leads.get('lead_1').result();
    expect(types()).toEqual(['request']);
  });

  it('calls a hook as a method of its object', async () => {
    class Counter {
      requests = 0;
      onRequest(): void {
        this.requests += 1;
      }
    }
    const counter = new Counter();
    const { close } = watched([json(lead)]);
    watch(close, counter);
    await close.leads.get('lead_1');
    expect(counter.requests).toBe(1);
  });

  it('refuses what is no client, and what are no hooks', () => {
    const { close } = watched([]);
    const client = 'watch: `close` must be a client of @closekit/client.';
    expect(callWatch({}, {})).toThrow(new TypeError(client));
    expect(callWatch(close)).toThrow(new TypeError('watch: `hooks` must be an object.'));
    expect(callWatch(close, debug)).toThrow(new TypeError('watch: `hooks` must be an object.'));
    expect(callWatch(close, { onRetry: true })).toThrow(
      new TypeError('watch: `onRetry` must be a function.'),
    );
  });
});

describe('a hook that fails', () => {
  it('changes no call, and its error is printed where the platform reports none', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => printed.mockRestore());
    const thrown = new Error('from a hook');
    const { close } = watched([busy(), json(lead)]);
    watch(close, {
      onRequest: () => {
        throw thrown;
      },
      onResponse: () => Promise.reject(thrown),
    });
    expect(await close.leads.get('lead_1').withResponse()).toMatchObject({ data: lead, attempts: 2 });
    expect(printed.mock.calls).toEqual([[thrown], [thrown], [thrown], [thrown]]);
  });

  it('keeps no event from others, and its error is reported where the platform does so', async () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    onTestFinished(() => void vi.unstubAllGlobals());
    const thrown = new Error('from a hook');
    const fail = (): never => {
      throw thrown;
    };
    const close = createCloseClient(script(json({}, { status: 401 })));
    watch(close, { onError: fail });
    close.subscribe(fail);
    const { hooks, types } = recordHooks();
    watch(close, hooks);
    expect(await close.leads.get('lead_1').result()).toMatchObject({ error: { code: 'unauthorized' } });
    expect(types()).toEqual(['request', 'response', 'error']);
    expect(reported).toEqual([thrown, thrown]);
  });
});
