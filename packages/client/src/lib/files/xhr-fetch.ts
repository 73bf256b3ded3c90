/** The members of `XMLHttpRequest` that an upload needs. */
export interface UploadRequest {
  readonly status: number;
  readonly responseText: string;
  readonly upload: Pick<EventTarget, 'addEventListener'>;
  addEventListener(type: string, listener: () => void): void;
  open(method: string, url: string | URL): void;
  setRequestHeader(name: string, value: string): void;
  send(body: Blob): void;
  abort(): void;
}

/**
 * Creates a `fetch` for one upload of a page. No browser reports the progress of a body that `fetch` sends.
 *
 * @param create - Creates the request.
 * @param onSent - Called with the number of bytes that were sent.
 */
export function xhrFetch(create: () => UploadRequest, onSent: (bytes: number) => void): typeof fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      const request = create();
      const { signal, headers, method = 'POST', body } = init ?? {};
      const leave = (): void => request.abort();
      request.upload.addEventListener('progress', (event) => {
        if ('loaded' in event) onSent(Number(event.loaded));
      });
      request.addEventListener('load', () => {
        signal?.removeEventListener('abort', leave);
        const { status, responseText } = request;
        resolve(new Response(status === 204 ? null : responseText, { status }));
      });
      // oxlint-disable-next-line closekit/type-errors -- imitates `fetch`
      request.addEventListener('error', () => reject(new TypeError('Failed to fetch')));
      request.addEventListener('abort', () => reject(signal?.reason));
      request.open(method, url instanceof Request ? url.url : url);
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
      signal?.addEventListener('abort', leave, { once: true });
      onSent(0);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an upload sends a Blob
      request.send(body as Blob);
    });
}
