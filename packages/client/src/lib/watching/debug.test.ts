import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leadsList, leadsUpdate } from '../../generated/operations.ts';
import { json, recordSleep, stubFetch } from '../../../test/stub-fetch.ts';
import { createCloseConnection } from '../connection/create-close-connection.ts';
import { createCloseClient } from '../create-close-client.ts';
import { bearer } from '../auth/bearer.ts';
import { debug } from './debug.ts';
import { watch } from './watch.ts';
import { raw } from '../connection/raw.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function logged(...answers: Parameters<typeof stubFetch>) {
  const lines: string[] = [];
  const fresh = ['old-secret', 'new-secret'];
  const options = {
    auth: bearer({ get: () => fresh.shift() ?? 'new-secret', invalidate: () => {} }),
    fetch: stubFetch(...answers).fetch,
    ...recordSleep(),
    random: () => 0.5,
  };
  return { lines, options, hooks: debug({ debug: (line) => lines.push(line) }) };
}

describe('debug', () => {
  it('writes a line for each event, without query, header, body or message', async () => {
    const { lines, options, hooks } = logged(
      json({ error: 'echo-secret' }, { status: 401, headers: { 'x-own': 'header-secret' } }),
      () => {
        vi.advanceTimersByTime(40.4);
        return json({ error: 'echo-secret' }, { status: 503 });
      },
      json({ data: [{ name: 'body-secret' }], has_more: false }),
    );
    const close = createCloseConnection(options);
    watch(close, hooks);
    await leadsList(close, { query: 'query-secret' });
    expect(lines).toEqual([
      'closekit leads_list GET /lead/ #1: sent',
      'closekit leads_list GET /lead/ #1: 401 in 0 ms',
      'closekit leads_list GET /lead/ #2: sent',
      'closekit leads_list GET /lead/ #2: 503 in 40 ms',
      'closekit leads_list GET /lead/ #2: 503, again in 250 ms',
      'closekit leads_list GET /lead/ #3: sent',
      'closekit leads_list GET /lead/ #3: 200 in 0 ms',
    ]);
  });

  it('writes the code of a failure, not what the server said', async () => {
    const { lines, options, hooks } = logged(
      json({ error: 'echo-secret' }, { status: 400 }),
      new TypeError('fetch failed for secret.example'),
    );
    const close = createCloseConnection(options);
    watch(close, hooks);
    await leadsUpdate(close, 'lead_1', { name: 'body-secret' }).result();
    await leadsUpdate(close, 'lead_1', { name: 'body-secret' }).result();
    const call = 'closekit leads_update PUT /lead/lead_1/ #1:';
    expect(lines).toEqual([
      `${call} sent`,
      `${call} 400 in 0 ms`,
      `${call} failed with invalid_request 400 after 0 ms`,
      `${call} sent`,
      `${call} failed with network after 0 ms`,
    ]);
  });

  it('writes raw calls, too', async () => {
    const { lines, options, hooks } = logged(json({ id: 'user_1' }));
    const close = createCloseClient(options);
    watch(close, hooks);
    await raw(close).GET('/me/');
    expect(lines).toEqual(['closekit GET /me/ #1: sent', 'closekit GET /me/ #1: 200 in 0 ms']);
  });

  it('refuses a logger that cannot write', () => {
    const message = 'debug: `logger` must be an object with a method `debug`, such as console.';
    expect(() => Reflect.apply(debug, undefined, [{}])).toThrow(new TypeError(message));
    expect(() => Reflect.apply(debug, undefined, [() => {}])).toThrow(new TypeError(message));
  });
});
