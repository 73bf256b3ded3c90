import { afterEach, describe, expect, it, vi } from 'vitest';
import { codeOf, setUp } from '../../../test/set-up-handler.ts';
import { closeEvent, signatureKey, signDelivery } from '../../../test/sign-delivery.ts';

const now = 1_795_000_000_000;
const mebibyte = 1024 * 1024;

/** A body of `[`, sent in chunks of 64 KiB, that counts the bytes that are read. */
function nestedArrays(totalBytes: number): { body: ReadableStream<Uint8Array>; readBytes: () => number } {
  const chunk = new Uint8Array(64 * 1024).fill(0x5b);
  let sent = 0;
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (sent >= totalBytes) return controller.close();
        sent += chunk.byteLength;
        return controller.enqueue(chunk);
      },
    },
    { highWaterMark: 0 },
  );
  return { body, readBytes: () => sent };
}

function post(body: BodyInit, headers: HeadersInit): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('https://app.example/api/close/webhook', init);
}

const forged = { 'close-sig-hash': 'ab'.repeat(32), 'close-sig-timestamp': String(now / 1000) };

/** Counts the bodies of these tests that are parsed; the runtime parses other texts. */
function countParsedBodies(): () => number {
  const parse = vi.spyOn(JSON, 'parse');
  return () => parse.mock.calls.filter(([text]) => /^\[\[|"subscription_id"/.test(text)).length;
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('POST webhook under attack', () => {
  it('reads no byte of a body without a signature', async () => {
    const parsed = countParsedBodies();
    const { handler } = setUp({ now: () => now, webhooks: { signatureKey: () => signatureKey } });
    const { body, readBytes } = nestedArrays(10 * mebibyte);
    const response = await handler(post(body, {}));
    expect([response.status, readBytes(), parsed()]).toEqual([401, 0, 0]);
  });

  it('stops reading a body with a forged signature at its limit and does not parse it', async () => {
    const parsed = countParsedBodies();
    const { handler } = setUp({ now: () => now, webhooks: { signatureKey: () => signatureKey } });
    const { body, readBytes } = nestedArrays(10 * mebibyte);
    const response = await handler(post(body, forged));
    expect([response.status, parsed()]).toEqual([413, 0]);
    expect(readBytes()).toBeLessThanOrEqual(256 * 1024 + 64 * 1024);
  });

  it('reads no byte of a body whose declared length is over the limit', async () => {
    const { handler } = setUp({ now: () => now, webhooks: { signatureKey } });
    const { body, readBytes } = nestedArrays(10 * mebibyte);
    const request = post(body, { ...forged, 'content-length': String(10 * mebibyte) });
    expect(await codeOf(handler(request))).toEqual([413, 'body_too_large']);
    expect(readBytes()).toBe(0);
  });

  it('parses a body once its signature is verified', async () => {
    const parsed = countParsedBodies();
    const { handler } = setUp({ now: () => now, webhooks: { signatureKey: () => signatureKey } });
    const response = await handler(signDelivery(closeEvent(), { timestampMs: now }));
    expect([response.status, parsed()]).toEqual([204, 1]);
  });

  it('parses nothing whose signature is wrong', async () => {
    const parsed = countParsedBodies();
    const { handler } = setUp({ now: () => now, webhooks: { signatureKey: () => signatureKey } });
    const response = await handler(signDelivery(closeEvent(), { key: 'ab'.repeat(32), timestampMs: now }));
    expect([response.status, parsed()]).toEqual([401, 0]);
  });

  it('ends a trickling body with a code', async () => {
    vi.useFakeTimers();
    const { handler } = setUp({ now: () => now, bodyTimeoutMs: 5000, webhooks: { signatureKey } });
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => {
          setTimeout(resolve, 1000);
        });
        controller.enqueue(Uint8Array.of(0x5b));
      },
      cancel: () => void (cancelled = true),
    });
    const response = codeOf(handler(post(body, forged)));
    await vi.advanceTimersByTimeAsync(5000);
    expect([await response, cancelled]).toEqual([[408, 'body_timeout'], true]);
  });

  it('looks up at most four keys at a time, and an unknown id once', async () => {
    const asked: string[] = [];
    const answers: (() => void)[] = [];
    const find = async (id: string): Promise<undefined> => {
      asked.push(id);
      await new Promise<void>((resolve) => answers.push(resolve));
    };
    const { handler } = setUp({ now: () => now, webhooks: { signatureKey: find } });
    const flood = Array.from({ length: 6 }, async (_, index) =>
      handler(signDelivery(closeEvent(), { subscriptionId: `whsub_${index}`, timestampMs: now })),
    );
    await vi.waitFor(() => expect(asked).toHaveLength(4));
    while (answers.length > 0) {
      answers.shift()?.();
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
    expect((await Promise.all(flood)).map(({ status }) => status)).toEqual([404, 404, 404, 404, 404, 404]);
    await handler(signDelivery(closeEvent(), { subscriptionId: 'whsub_0', timestampMs: now }));
    expect(asked).toHaveLength(6);
  });
});
