import { describe, expect, it } from 'vitest';
import type { UploadRequest } from './xhr-fetch.ts';
import { xhrFetch } from './xhr-fetch.ts';

/** A request of a page that does what the test tells it to. */
function fakeRequest() {
  const calls: unknown[] = [];
  const request = {
    status: 201,
    responseText: '<ok/>',
    onload: null,
    onerror: null,
    onabort: null,
    upload: { onprogress: null },
    open: (...args: unknown[]) => calls.push(['open', ...args]),
    setRequestHeader: (...args: unknown[]) => calls.push(['header', ...args]),
    send: (body: unknown) => calls.push(['send', body]),
    abort: () => request.onabort?.(),
  } as unknown as UploadRequest &
    Record<'onload' | 'onerror' | 'onabort', (() => void) | null> & {
      upload: { onprogress: (event: { loaded: number }) => void };
    };
  return { request, calls };
}

const url = 'https://storage.example/upload/';

describe('xhrFetch', () => {
  it('sends the request, and reports its progress', async () => {
    const { request, calls } = fakeRequest();
    const sent: number[] = [];
    const body = new Blob(['content']);
    const response = xhrFetch(
      () => request,
      (bytes) => sent.push(bytes),
    )(url, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body,
    });
    request.upload.onprogress({ loaded: 3 });
    request.onload?.();
    expect([(await response).status, await (await response).text()]).toEqual([201, '<ok/>']);
    expect(calls).toEqual([
      ['open', 'POST', url],
      ['header', 'content-type', 'text/plain'],
      ['send', body],
    ]);
    expect(sent).toEqual([0, 3]);
  });

  it('fails as fetch does', async () => {
    const { request } = fakeRequest();
    const response = xhrFetch(
      () => request,
      () => {},
    )(url, { body: new Blob([]) });
    request.onerror?.();
    await expect(response).rejects.toBeInstanceOf(TypeError);
  });

  it('aborts with the reason of the signal', async () => {
    const { request } = fakeRequest();
    const controller = new AbortController();
    const { signal } = controller;
    const response = xhrFetch(
      () => request,
      () => {},
    )(url, { body: new Blob([]), signal });
    const reason = new Error('left');
    controller.abort(reason);
    await expect(response).rejects.toBe(reason);
  });

  it('reads a response without a body', async () => {
    const { request } = fakeRequest();
    Object.assign(request, { status: 204, responseText: '' });
    const response = xhrFetch(
      () => request,
      () => {},
    )(url, { body: new Blob([]) });
    request.onload?.();
    expect((await response).status).toBe(204);
  });
});
