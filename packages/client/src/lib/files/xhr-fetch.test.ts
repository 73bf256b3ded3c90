import { describe, expect, it } from 'vitest';
import { xhrFetch } from './xhr-fetch.ts';
import type { UploadRequest } from './xhr-fetch.ts';

/** A request of a page, whose events the test sends. */
class FakeRequest extends EventTarget implements UploadRequest {
  status = 201;
  responseText = '<ok/>';
  readonly upload = new EventTarget();
  readonly calls: unknown[] = [];
  open(...args: unknown[]) {
    this.calls.push(['open', ...args]);
  }
  setRequestHeader(...args: unknown[]) {
    this.calls.push(['header', ...args]);
  }
  send(body: unknown) {
    this.calls.push(['send', body]);
  }
  abort() {
    this.dispatchEvent(new Event('abort'));
  }
}

const url = 'https://storage.example/upload/';
const ignore = () => {};

describe('xhrFetch', () => {
  it('sends the request, and reports its progress', async () => {
    const request = new FakeRequest();
    const sent: number[] = [];
    const body = new Blob(['content']);
    const send = xhrFetch(
      () => request,
      (bytes) => sent.push(bytes),
    );
    const response = send(url, { method: 'POST', headers: { 'content-type': 'text/plain' }, body });
    request.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded: 3 }));
    request.dispatchEvent(new Event('load'));
    expect([(await response).status, await (await response).text()]).toEqual([201, '<ok/>']);
    expect(request.calls).toEqual([
      ['open', 'POST', url],
      ['header', 'content-type', 'text/plain'],
      ['send', body],
    ]);
    expect(sent).toEqual([0, 3]);
  });

  it('fails as fetch does', async () => {
    const request = new FakeRequest();
    const response = xhrFetch(() => request, ignore)(url, { body: new Blob([]) });
    request.dispatchEvent(new Event('error'));
    await expect(response).rejects.toBeInstanceOf(TypeError);
  });

  it('aborts with the reason of the signal', async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const response = xhrFetch(() => new FakeRequest(), ignore)(url, { body: new Blob([]), signal });
    const reason = new Error('left');
    controller.abort(reason);
    await expect(response).rejects.toBe(reason);
  });

  it('reads a response without a body', async () => {
    const request = new FakeRequest();
    Object.assign(request, { status: 204, responseText: '' });
    const response = xhrFetch(() => request, ignore)(url, { body: new Blob([]) });
    request.dispatchEvent(new Event('load'));
    expect((await response).status).toBe(204);
  });
});
