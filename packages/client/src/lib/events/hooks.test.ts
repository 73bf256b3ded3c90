import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { leadsCreate, leadsGet } from '../../generated/operations.ts';
import { json, recordSleep, stubFetch } from '../../../test/stub-fetch.ts';
import type { Answer } from '../../../test/stub-fetch.ts';
import { bearer } from '../auth/bearer.ts';
import type { TokenSource } from '../auth/token-source.ts';
import { createCloseConnection } from '../connection/create-close-connection.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import type { CloseConnectionOptions } from '../connection/options.ts';
import { createCloseClient } from '../create-close-client.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { Call } from '../transport/call.ts';
import type { CloseHooks } from './hooks.ts';

// The clock stands still, and a slow answer or a sleep moves it: the durations are exact.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const path = '/lead/lead_1/';
const url = `https://api.close.com/api/v1${path}`;
const get = { operation: 'leads_get', method: 'GET', path };
const lead = { id: 'lead_1' };

function after(durationMs: number, response: Response): Answer {
  return () => {
    vi.advanceTimersByTime(durationMs);
    return response;
  };
}

const limited = () =>
  json({}, { status: 429, headers: { 'retry-after': '1', ratelimit: 'limit=9, reset=1' } });

/** A call that is sent three times. */
const failing = (): Answer[] => [json({}, { status: 503 }), limited(), json({}, { status: 404 })];

/** Hooks that record every event of a call, in order. */
function recordHooks() {
  const events: { readonly type: string; readonly error?: CloseApiError | undefined }[] = [];
  const record = (event: (typeof events)[number]): void => void events.push(event);
  const hooks: CloseHooks = {
    onRequest: record,
    onResponse: record,
    onRetry: record,
    onRateLimit: record,
    onError: record,
  };
  return { events, hooks, types: () => events.map(({ type }) => type) };
}

function tokens(): TokenSource {
  const fresh = ['old-secret', 'new-secret'];
  return { get: () => fresh.shift() ?? 'new-secret', invalidate: () => {} };
}

function observed(answers: Answer[], options: Partial<CloseConnectionOptions> = {}) {
  const recorded = recordHooks();
  const { fetch } = stubFetch(...answers);
  const all = {
    auth: bearer('t'),
    fetch,
    ...recordSleep(),
    random: () => 0.5,
    ...recorded.hooks,
    ...options,
  };
  return { ...recorded, close: createCloseConnection(all), all };
}

describe('hooks', () => {
  it('see a retry, with operation, attempt and durations', async () => {
    const headers = { 'x-request-id': 'req_1' };
    const { close, events } = observed([
      after(40, new Response('busy', { status: 503 })),
      after(50, json(lead, { headers })),
    ]);
    await leadsGet(close, 'lead_1');
    expect(events).toEqual([
      { type: 'request', ...get, attempt: 1, url },
      { type: 'response', ...get, attempt: 1, status: 503, requestId: undefined, durationMs: 40 },
      { type: 'retry', ...get, attempt: 1, status: 503, error: undefined, delayMs: 250, durationMs: 40 },
      { type: 'request', ...get, attempt: 2, url },
      { type: 'response', ...get, attempt: 2, status: 200, requestId: 'req_1', durationMs: 50 },
    ]);
  });

  it('see the request that is sent again after a 401', async () => {
    const { close, events } = observed([json({}, { status: 401 }), json(lead)], { auth: tokens() });
    await leadsGet(close, 'lead_1');
    expect(events).toMatchObject([
      { type: 'request', attempt: 1 },
      { type: 'response', attempt: 1, status: 401 },
      { type: 'request', attempt: 2 },
      { type: 'response', attempt: 2, status: 200 },
    ]);
  });

  it('see a rate limit and a refusal, and what a refused call waits for', async () => {
    const { close, events } = observed([after(10, limited()), json(lead)]);
    await leadsGet(close, 'lead_1');
    expect(events).toMatchObject([
      { type: 'request' },
      { type: 'response', status: 429 },
      { type: 'rate-limit', ...get, attempt: 1, limited: true, limit: 9, resetMs: 1000, durationMs: 10 },
      { type: 'retry', status: 429, delayMs: 1125 },
      { type: 'request' },
      { type: 'response', status: 200 },
    ]);
  });

  it('see the retry of a paced client, too', async () => {
    const { all, events, types } = observed([limited(), json(lead)]);
    await createCloseClient(all).leads.get('lead_1');
    expect(types()).toEqual(['request', 'response', 'rate-limit', 'retry', 'request', 'response']);
    expect(events[3]).toMatchObject({ status: 429, delayMs: 1125 });
  });

  it('see a lost connection as the error of a retry, and of the call in the end', async () => {
    const lost = new TypeError('fetch failed');
    const { close, events } = observed([lost, lost], { retry: { attempts: 2 } });
    const caught: unknown = await leadsGet(close, 'lead_1').catch((error: unknown) => error);
    expect(events).toMatchObject([
      { type: 'request', attempt: 1 },
      { type: 'retry', attempt: 1, status: undefined, error: { code: 'network' }, delayMs: 250 },
      { type: 'request', attempt: 2 },
      { type: 'error', ...get, attempt: 2, durationMs: 250 },
    ]);
    expect(events[3]?.error).toBe(caught);
  });

  it('see the error of a response once, the one that the caller receives', async () => {
    const { close, events } = observed([after(30, json({ error: 'No' }, { status: 404 }))]);
    const caught: unknown = await leadsGet(close, 'lead_1').catch((error: unknown) => error);
    expect(events.slice(2)).toEqual([{ type: 'error', ...get, attempt: 1, durationMs: 30, error: caught }]);
    expect(events[2]?.error).toBe(caught);
  });

  it('see an ok response that cannot be read, and its error', async () => {
    const { close, types } = observed([new Response('<p>', { headers: { 'content-type': 'text/html' } })]);
    expect(await leadsGet(close, 'lead_1').result()).toMatchObject({ error: { code: 'decode' } });
    expect(types()).toEqual(['request', 'response', 'error']);
  });

  it('see a call that is never sent', async () => {
    const { close, events } = observed([]);
    await leadsGet(close, 'lead_1', { signal: AbortSignal.abort() }).result();
    expect(events).toMatchObject([{ type: 'error', attempt: 0, durationMs: 0, error: { code: 'aborted' } }]);
  });

  it('see raw calls, whose failed responses are returned', async () => {
    const { all, events } = observed([json(lead), json({ error: 'No' }, { status: 404 })]);
    const { raw } = createCloseClient(all);
    const params = { path: { id: 'lead_1' } };
    await raw.GET('/lead/{id}/', { params });
    const { response } = await raw.GET('/lead/{id}/', { params });
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

  it('see the same through both entrances', async () => {
    const seen = [createCloseClient, createCloseConnection].map(async (create) => {
      const { all, events } = observed([after(5, json({}, { status: 503 })), after(6, json(lead))]);
      const close: CloseConnection = create(all);
      await leadsGet(close, 'lead_1');
      return events;
    });
    const [client, connection] = await Promise.all(seen);
    expect(client).toHaveLength(5);
    expect(connection).toEqual(client);
  });

  it('contain neither headers nor bodies nor credentials', async () => {
    const { close, events } = observed(
      [
        json({ secret: 'body-secret' }, { status: 401, headers: { 'set-cookie': 'a=cookie-secret' } }),
        json({}),
      ],
      { auth: tokens(), headers: { 'x-own': 'header-secret' } },
    );
    await leadsCreate(close, { name: 'sent-secret' });
    expect(events).toHaveLength(4);
    expect(inspect(events, { depth: Infinity, showHidden: true })).not.toContain('secret');
  });

  it('cost no event when there is no listener', async () => {
    const described = vi.spyOn(Call.prototype, 'described');
    onTestFinished(() => described.mockRestore());
    const none = { onRequest: undefined, onResponse: undefined, onRetry: undefined };
    const off = { ...none, onRateLimit: undefined, onError: undefined };
    await leadsGet(observed(failing(), off).close, 'lead_1').result();
    expect(described).not.toHaveBeenCalled();
    const { close } = observed(failing());
    await leadsGet(close, 'lead_1').result();
    expect(described).toHaveBeenCalled();
  });
});

describe('close.subscribe', () => {
  it('adds hooks to those of the options, until it is undone', async () => {
    const { close, types } = observed([json(lead), json(lead), json(lead)]);
    const late = recordHooks();
    const stop = close.subscribe(late.hooks);
    await leadsGet(close, 'lead_1');
    stop();
    await leadsGet(close, 'lead_1');
    expect(types()).toHaveLength(4);
    expect(late.types()).toEqual(['request', 'response']);
  });

  it('calls a hook as a method of its object', async () => {
    class Counter {
      requests = 0;
      onRequest(): void {
        this.requests += 1;
      }
    }
    const counter = new Counter();
    const { close } = observed([json(lead)]);
    close.subscribe(counter);
    await leadsGet(close, 'lead_1');
    expect(counter.requests).toBe(1);
  });

  it('tells a function about the connection, as onConnection', async () => {
    const heard: string[] = [];
    const { close } = observed([json({}, { status: 401 }), json(lead)], {
      auth: tokens(),
      onConnection: ({ type }) => heard.push(`hook ${type}`),
    });
    close.subscribe(({ type }) => heard.push(type));
    await leadsGet(close, 'lead_1');
    expect(heard).toEqual(['hook refreshing', 'refreshing', 'hook refreshed', 'refreshed']);
  });

  it('refuses what is neither a function nor hooks', () => {
    const { close } = observed([]);
    const subscribe = (listener: unknown) => () => Reflect.apply(close.subscribe, undefined, [listener]);
    const message = 'subscribe: `listener` must be a function or an object with hooks.';
    expect(subscribe(undefined)).toThrow(new TypeError(message));
    expect(subscribe(null)).toThrow(new TypeError(message));
    expect(subscribe({ onRetry: true })).toThrow(new TypeError('subscribe: `onRetry` must be a function.'));
  });
});

describe('a hook that fails', () => {
  it('changes no call, and its error is printed where the platform reports none', async () => {
    const printed = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => printed.mockRestore());
    const thrown = new Error('from a hook');
    const { close } = observed([json({}, { status: 503 }), json(lead)], {
      onRequest: () => {
        throw thrown;
      },
      onResponse: () => Promise.reject(thrown),
    });
    expect(await leadsGet(close, 'lead_1').withResponse()).toMatchObject({ data: lead, attempts: 2 });
    expect(printed.mock.calls).toEqual([[thrown], [thrown], [thrown], [thrown]]);
  });

  it('does not keep an event from other hooks, and is reported where the platform reports errors', async () => {
    const reported: unknown[] = [];
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
    onTestFinished(() => void vi.unstubAllGlobals());
    const thrown = new Error('from a hook');
    const { close } = observed([json({}, { status: 404 })], {
      onError: () => {
        throw thrown;
      },
    });
    const late = recordHooks();
    close.subscribe(late.hooks);
    expect(await leadsGet(close, 'lead_1').result()).toMatchObject({ error: { code: 'not_found' } });
    expect(late.types()).toEqual(['request', 'response', 'error']);
    expect(reported).toEqual([thrown]);
  });
});
