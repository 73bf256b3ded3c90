import { describe, expect, it } from 'vitest';
import { readBody } from './read-body.ts';

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

describe('readBody', () => {
  it('returns the bytes, up to the limit', async () => {
    expect(await readBody(post('12345'), 5)).toEqual(new TextEncoder().encode('12345'));
  });

  it('returns undefined without a body and for an empty one', async () => {
    expect(await readBody(post(null), 5)).toBeUndefined();
    expect(await readBody(post(''), 5)).toBeUndefined();
  });

  it('refuses a declared length over the limit', async () => {
    const request = new Request('https://app.example/', {
      method: 'POST',
      headers: { 'content-length': '6' },
      body: '1',
    });
    await expect(readBody(request, 5)).rejects.toMatchObject({ code: 'body_too_large' });
  });

  it('stops reading an undeclared body at the limit', async () => {
    let cancelled = false;
    const request = post(endless(() => (cancelled = true)));
    await expect(readBody(request, 100)).rejects.toMatchObject({ code: 'body_too_large' });
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
    await expect(readBody(request, 5)).rejects.toMatchObject({ code: 'aborted' });
  });

  it('names the reason when a body parser has read the body first', async () => {
    const request = post('{}');
    await request.text();
    await expect(readBody(request, 5)).rejects.toMatchObject({ code: 'body_unreadable' });
  });
});
