import { afterEach, describe, expect, it, vi } from 'vitest';
import { readBody } from './read-body.ts';

const limits = (maxBytes: number) => ({ maxBytes, timeoutMs: 1000 });

function post(body: BodyInit | null): Request {
  const init = { method: 'POST', body, duplex: 'half' };
  return new Request('https://app.example/', init);
}

function endless(onCancel: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.enqueue(new Uint8Array(64)),
    cancel: onCancel,
  });
}

afterEach(() => vi.useRealTimers());

describe('readBody', () => {
  it('returns the bytes, up to the limit', async () => {
    expect(await readBody(post('12345'), limits(5))).toEqual(new TextEncoder().encode('12345'));
  });

  it('returns undefined without a body and for an empty one', async () => {
    expect(await readBody(post(null), limits(5))).toBeUndefined();
    expect(await readBody(post(''), limits(5))).toBeUndefined();
  });

  it('refuses a declared length over the limit', async () => {
    const request = new Request('https://app.example/', {
      method: 'POST',
      headers: { 'content-length': '6' },
      body: '1',
    });
    await expect(readBody(request, limits(5))).rejects.toMatchObject({ code: 'body_too_large' });
  });

  it('stops reading an undeclared body at the limit', async () => {
    let cancelled = false;
    const request = post(endless(() => (cancelled = true)));
    await expect(readBody(request, limits(100))).rejects.toMatchObject({ code: 'body_too_large' });
    expect(cancelled).toBe(true);
  });

  it('reports a body that the browser aborted as aborted', async () => {
    const browser = new AbortController();
    const body = new ReadableStream({
      pull: (controller) => {
        browser.abort();
        controller.error(new Error('closed'));
      },
    });
    const init = { method: 'POST', body, duplex: 'half', signal: browser.signal };
    const request = new Request('https://app.example/', init);
    await expect(readBody(request, limits(5))).rejects.toMatchObject({ code: 'aborted' });
  });

  it('stops reading a body that trickles, however often a byte arrives', async () => {
    vi.useFakeTimers();
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise((resolve) => {
          setTimeout(resolve, 100);
        });
        controller.enqueue(new Uint8Array(1));
      },
      cancel: () => void (cancelled = true),
    });
    const [refusal] = await Promise.all([
      readBody(post(body), limits(100)).catch((error: unknown) => error),
      vi.advanceTimersByTimeAsync(1000),
    ]);
    expect(refusal).toMatchObject({ code: 'body_timeout' });
    expect(cancelled).toBe(true);
  });

  it('names the reason when a body parser has read the body first', async () => {
    const request = post('{}');
    await request.text();
    await expect(readBody(request, limits(5))).rejects.toMatchObject({ code: 'body_unreadable' });
  });
});
