import { createHmac } from 'node:crypto'; // oxlint-disable-line no-restricted-imports -- a second implementation signs
import * as fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { verifyWebhook } from './verify-webhook.ts';
import type { VerifyWebhookOptions } from './verify-webhook.ts';
import { isWebhookError } from './webhook-error.ts';

const now = 1_795_000_000_000;
const signatureKey = '4f2b'.repeat(16);
const otherKey = 'ab'.repeat(32);
const event = {
  id: 'ev_1',
  organization_id: 'orga_1',
  object_type: 'lead',
  object_id: 'lead_1',
  action: 'updated',
};
const delivery = { event, subscription_id: 'whsub_1' };

interface SignOptions {
  readonly key?: string;
  readonly timestamp?: string;
}

function sign(
  body: string | Uint8Array<ArrayBuffer>,
  { key = signatureKey, timestamp = `${now / 1000}` }: SignOptions = {},
) {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const hash = createHmac('sha256', Buffer.from(key, 'hex')).update(timestamp).update(bytes).digest('hex');
  const headers = new Headers({ 'close-sig-hash': hash, 'close-sig-timestamp': timestamp });
  return { headers, body: bytes };
}

const verify = (request: Parameters<typeof verifyWebhook>[0], options: Partial<VerifyWebhookOptions> = {}) =>
  verifyWebhook(request, { signatureKey, now: () => now, ...options });

const findFirst = (id: string) => (id === 'whsub_1' ? signatureKey : undefined);
const failToFind = () => Promise.reject(new Error('database away'));
const keyOf = (organizationId: string) => ({ signatureKey: { signatureKey, organizationId } });

async function codeOf(verified: Promise<unknown>): Promise<string> {
  const error = await verified.catch((thrown: unknown) => thrown);
  return isWebhookError(error) ? `${error.status} ${error.code}` : `no WebhookError: ${String(error)}`;
}

afterEach(() => vi.useRealTimers());

describe('verifyWebhook', () => {
  it('returns a delivery, of a Request and of bytes', async () => {
    const { headers, body } = sign(JSON.stringify(delivery));
    const request = new Request('https://app.example/', { method: 'POST', headers, body });
    expect([await verify(request), await verify({ headers, body: Buffer.from(body) })]).toEqual([
      delivery,
      delivery,
    ]);
  });

  it('finds the key by the subscription', async () => {
    expect(await verify(sign(JSON.stringify(delivery)), { signatureKey: findFirst })).toEqual(delivery);
    const unknown = sign(JSON.stringify({ event, subscription_id: 'whsub_2' }));
    expect(await codeOf(verify(unknown, { signatureKey: findFirst }))).toBe(
      '404 webhook_subscription_unknown',
    );
  });

  it('refuses signatures that are missing, malformed or of other bytes, keys or times', async () => {
    const text = JSON.stringify(delivery);
    const good = sign(text);
    const hash = good.headers.get('close-sig-hash') ?? '';
    const withHeaders = (headers: Record<string, string>) => ({
      headers: new Headers(headers),
      body: good.body,
    });
    const time = { 'close-sig-timestamp': `${now / 1000}` };
    const requests = [
      withHeaders({}),
      withHeaders(time),
      withHeaders({ 'close-sig-hash': hash }),
      withHeaders({ ...time, 'close-sig-hash': hash.slice(2) }),
      withHeaders({ ...time, 'close-sig-hash': `${hash}, ${hash}` }),
      withHeaders({ 'close-sig-hash': hash, 'close-sig-timestamp': `${now / 1000 + 1}` }),
      { ...good, body: new TextEncoder().encode(`${text} `) },
      sign(text, { key: otherKey }),
      // Not even parsed.
      sign('not JSON', { key: otherKey }),
      // The key as text, as a library would sign that forgets to decode it.
      sign(text, { key: Buffer.from(signatureKey).toString('hex') }),
    ];
    const codes = await Promise.all(requests.map((request) => codeOf(verify(request))));
    expect(codes).toEqual(requests.map(() => '401 webhook_signature_invalid'));
  });

  it('refuses deliveries outside the tolerance', async () => {
    const at = (offset: number) => sign(JSON.stringify(delivery), { timestamp: `${now / 1000 + offset}` });
    expect(await codeOf(verify(at(-301)))).toBe('401 webhook_expired');
    expect(await codeOf(verify(at(301)))).toBe('401 webhook_expired');
    expect(await verify(at(-300))).toEqual(delivery);
    expect(await codeOf(verify(at(-3), { toleranceMs: 2000 }))).toBe('401 webhook_expired');
  });

  it('refuses a body whose id is not the one that its key was found by', async () => {
    const names: string[] = [];
    const find = (id: string) => {
      names.push(id);
      return signatureKey;
    };
    const escaped = JSON.stringify(delivery).replace('}', String.raw`},"subscription\u005fid":"whsub_2"`);
    const last = String.raw`{"subscription_id":"whsub_1","subscription\u005fid":"whsub_2","event":{}}`;
    const complete = last.replace('{}', JSON.stringify(event));
    expect(await codeOf(verify(sign(complete), { signatureKey: find }))).toBe('400 body_invalid');
    // The member that JSON.parse keeps is the one that was looked up.
    expect(await verify(sign(escaped), { signatureKey: find })).toEqual(delivery);
    expect(names).toEqual(['whsub_1', 'whsub_1']);
  });

  it('returns no delivery with another id than the one that was looked up', async () => {
    const member = fc.constantFrom(
      '"subscription_id":"whsub_1"',
      '"subscription_id":"whsub_2"',
      String.raw`"subscription\u005fid":"whsub_3"`,
      String.raw`"subscription_id":"whsub\u005f4"`,
      '"subscription_id":["whsub_5"]',
      `"event":${JSON.stringify({ ...event, subscription_id: 'whsub_6' })}`,
      `"event":${JSON.stringify(event)}`,
      String.raw`"a":"\"subscription_id\":\"whsub_7\"{"`,
      '"b":[{"subscription_id":"whsub_8"}]',
    );
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(member, { maxLength: 5 }), async (members) => {
        const asked: string[] = [];
        const find = (id: string) => {
          asked.push(id);
          return signatureKey;
        };
        const verified = await verify(sign(`{${members.join(',')}}`), { signatureKey: find }).catch(
          () => null,
        );
        if (verified === null) return;
        accepted += 1;
        expect(asked).toEqual([verified.subscription_id]);
      }),
      { numRuns: 2000, seed: 1 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  it('looks up no key for two ids, a nested id or none', async () => {
    const find = vi.fn<() => string>(() => signatureKey);
    const bodies = [
      '{"subscription_id":"whsub_1","subscription_id":"whsub_1"}',
      JSON.stringify({ event: delivery }),
      '[[[',
    ];
    const codes = bodies.map((body) => codeOf(verify(sign(body), { signatureKey: find })));
    expect(await Promise.all(codes)).toEqual(bodies.map(() => '404 webhook_subscription_unknown'));
    expect(find).not.toHaveBeenCalled();
  });

  it('does not let the admin of one organization sign for another', async () => {
    const request = sign(JSON.stringify(delivery));
    expect(await verify(request, keyOf('orga_1'))).toEqual(delivery);
    expect(await codeOf(verify(request, keyOf('orga_2')))).toBe('401 webhook_signature_invalid');
  });

  it('accepts each of several keys, so that one can replace another', async () => {
    const [old, replacement] = [
      sign(JSON.stringify(delivery)),
      sign(JSON.stringify(delivery), { key: otherKey }),
    ];
    const both = [signatureKey, otherKey];
    const found = () => both.map((key) => ({ signatureKey: key, organizationId: 'orga_1' }));
    for (const request of [old, replacement]) {
      expect(await verify(request, { signatureKey: both })).toEqual(delivery);
      expect(await verify(request, { signatureKey: found })).toEqual(delivery);
    }
    expect(await codeOf(verify(old, { signatureKey: [otherKey] }))).toBe('401 webhook_signature_invalid');
  });

  it('lets each of several keys sign for its own organization only', async () => {
    const keys = [
      { signatureKey, organizationId: 'orga_2' },
      { signatureKey: otherKey, organizationId: 'orga_1' },
    ];
    const text = JSON.stringify(delivery);
    expect(await codeOf(verify(sign(text), { signatureKey: keys }))).toBe('401 webhook_signature_invalid');
    expect(await verify(sign(text, { key: otherKey }), { signatureKey: keys })).toEqual(delivery);
  });

  it('knows no subscription for which it finds no key', async () => {
    const codes = [[], undefined].map((keys) =>
      codeOf(verify(sign(JSON.stringify(delivery)), { signatureKey: () => keys })),
    );
    expect(await Promise.all(codes)).toEqual(codes.map(() => '404 webhook_subscription_unknown'));
  });

  it('passes an error of the look-up through', async () => {
    await expect(verify(sign(JSON.stringify(delivery)), { signatureKey: failToFind })).rejects.toThrow(
      'database away',
    );
  });

  it('refuses signed bodies that are not deliveries', async () => {
    const bodies = [
      '',
      'not JSON',
      '[]',
      'null',
      '{"subscription_id":"whsub_1"}',
      JSON.stringify({ event }),
      JSON.stringify({ ...delivery, event: { ...event, object_id: 7 } }),
      Uint8Array.of(0x22, 0xff, 0x22),
    ];
    const codes = await Promise.all(bodies.map((body) => codeOf(verify(sign(body)))));
    expect(codes).toEqual(bodies.map(() => '400 body_invalid'));
  });

  it('refuses bodies over the limit, declared or not', async () => {
    const { headers, body } = sign(JSON.stringify(delivery));
    const limit = { maxBodyBytes: 100 };
    expect(await codeOf(verify({ headers, body }, limit))).toBe('413 body_too_large');
    const request = () => new Request('https://app.example/', { method: 'POST', headers, body });
    expect(await codeOf(verify(request(), limit))).toBe('413 body_too_large');
    headers.set('content-length', '101');
    expect(await codeOf(verify({ headers, body: null }, limit))).toBe('413 body_too_large');
  });

  it('refuses a body that does not arrive in time', async () => {
    vi.useFakeTimers();
    const { headers } = sign('');
    const code = codeOf(verify({ headers, body: new ReadableStream() }, { bodyTimeoutMs: 50 }));
    await vi.advanceTimersByTimeAsync(50);
    expect(await code).toBe('408 body_timeout');
  });

  it('refuses a body that other code has read', async () => {
    const { headers, body } = sign(JSON.stringify(delivery));
    const request = new Request('https://app.example/', { method: 'POST', headers, body });
    await request.text();
    expect(await codeOf(verify(request))).toBe('400 body_unreadable');
  });

  it('names a wrong option and shows no key', async () => {
    const request = sign('');
    const message = (options: object) =>
      verify(request, options).catch((error: unknown) =>
        error instanceof TypeError ? error.message : error,
      );
    expect(await message({ toleranceMs: 0 })).toBe(
      'verifyWebhook: `toleranceMs` must be a positive integer up to 2147483647.',
    );
    const malformed =
      'verifyWebhook: `signatureKey` must be, or return, the hexadecimal `signature_key` of a subscription.';
    for (const wrong of ['secret', [], [signatureKey, 'secret'], { signatureKey: 'secret' }])
      expect(await message({ signatureKey: wrong })).toBe(malformed);
    const request1 = sign(JSON.stringify(delivery));
    const found = verify(request1, { signatureKey: () => 'secret' });
    await expect(found).rejects.toThrow(new TypeError(malformed));
  });
});
