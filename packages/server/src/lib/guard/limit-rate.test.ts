import { describe, expect, it } from 'vitest';
import { codeOf, setUp, signIn } from '../../../test/set-up-handler.ts';
import { closeEvent, signatureKey, signDelivery } from '../../../test/sign-delivery.ts';
import type { HandlerCall, RateLimitRefusal } from '../config/handler-call.ts';
import type { CloseHandlerOptions } from '../config/handler-config.ts';
import { memorySessionStore } from '../stores/memory.ts';

/** A session store that counts its calls. */
function countingStore() {
  let calls = 0;
  const sessions = new Proxy(memorySessionStore(), {
    get(store, name, receiver) {
      calls += 1;
      return Reflect.get(store, name, receiver);
    },
  });
  return { sessions, calls: () => calls };
}

/** A limiter that refuses once `refuse` was called. */
function limiter() {
  const calls: HandlerCall[] = [];
  let refusal: RateLimitRefusal | undefined;
  const rateLimit: CloseHandlerOptions['rateLimit'] = async (call) => {
    calls.push(call);
    return refusal;
  };
  return { rateLimit, calls, refuse: (retryAfterMs: number) => (refusal = { retryAfterMs }) };
}

describe('rateLimit', () => {
  it('lets requests continue', async () => {
    const { rateLimit, calls } = limiter();
    const { browser } = await signIn({ rateLimit });
    expect((await browser.call('/api/close/session')).status).toBe(200);
    expect(calls.map(({ route }) => route)).toEqual(['login', 'callback', 'session']);
  });

  it('refuses before the session, the body and Close are touched', async () => {
    const { rateLimit, refuse } = limiter();
    const { sessions, calls } = countingStore();
    const { browser, reached, events } = await signIn({ rateLimit, sessions });
    const callsBefore = calls();
    refuse(1500);
    const body = '{"name":"Bluth"}';
    const response = await browser.call('/api/close/api/v1/lead/', { method: 'POST', body });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2']);
    expect(await response.json()).toMatchObject({ code: 'rate_limited' });
    expect([calls() - callsBefore, reached]).toEqual([0, []]);
    expect(events.at(-1)).toMatchObject({ type: 'refused', code: 'rate_limited', status: 429, route: 'api' });
  });

  it('sees the route, the path, the method and the id of a request', async () => {
    const { rateLimit, calls } = limiter();
    const { browser } = await signIn({ rateLimit });
    const headers = {
      'x-request-id': 'req_1',
      'x-http-method-override': 'GET',
      'x-forwarded-for': '192.0.2.1',
    };
    await browser.call('/api/close/api/v1/%6cead/?query=a', { method: 'POST', body: '{}', headers });
    const call = calls.at(-1);
    expect(call).toMatchObject({ requestId: 'req_1', route: 'api', path: '/api/v1/lead/', method: 'GET' });
    expect([call?.headers.get('x-forwarded-for'), call?.address]).toEqual(['192.0.2.1', undefined]);
  });

  it('is not called for requests of another site, which would use up the rate of a visitor', async () => {
    const { rateLimit, calls } = limiter();
    const { browser } = setUp({ rateLimit });
    const headers = { origin: 'https://evil.example' };
    expect(await codeOf(browser.call('/api/close/session', { headers }))).toEqual([403, 'cross_site']);
    expect(calls).toEqual([]);
  });

  it('refuses a delivery before its body is read', async () => {
    const { rateLimit, refuse } = limiter();
    const { handler } = setUp({ rateLimit, webhooks: { signatureKey } });
    refuse(1000);
    const delivery = signDelivery(closeEvent());
    expect(await codeOf(handler(delivery))).toEqual([429, 'rate_limited']);
    expect(delivery.bodyUsed).toBe(false);
  });

  it('never refuses health checks', async () => {
    const { rateLimit, refuse, calls } = limiter();
    const { handler } = setUp({ rateLimit });
    refuse(1000);
    const paths = ['health', 'ready'].map((path) => `https://app.example/api/close/${path}`);
    const responses = await Promise.all(paths.map((path) => handler(new Request(path))));
    expect([responses.map(({ status }) => status), calls]).toEqual([[200, 200], []]);
  });

  it('refuses a request when it fails itself, and waits a second when it names no wait', async () => {
    const { browser, events } = setUp({
      rateLimit: async () => {
        throw new Error('limiter away');
      },
    });
    expect(await codeOf(browser.call('/api/close/session'))).toEqual([500, 'internal']);
    expect(events).toMatchObject([{ type: 'failed', status: 500 }]);
    const waits = [Number.NaN, 0, -5].map(async (retryAfterMs) => {
      const response = await setUp({ rateLimit: () => ({ retryAfterMs }) }).browser.call(
        '/api/close/session',
      );
      return response.headers.get('retry-after');
    });
    expect(await Promise.all(waits)).toEqual(['1', '1', '1']);
  });
});
