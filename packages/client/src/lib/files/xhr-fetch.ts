/** The members of `XMLHttpRequest` that an upload needs. */
export type UploadRequest = Pick<
  XMLHttpRequest,
  | 'open'
  | 'setRequestHeader'
  | 'send'
  | 'abort'
  | 'upload'
  | 'status'
  | 'responseText'
  | 'onload'
  | 'onerror'
  | 'onabort'
>;

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
      request.upload.onprogress = ({ loaded }) => onSent(loaded);
      request.onload = () => {
        signal?.removeEventListener('abort', leave);
        const { status, responseText } = request;
        resolve(new Response(status === 204 ? null : responseText, { status }));
      };
      // oxlint-disable-next-line closekit/type-errors -- imitates `fetch`
      request.onerror = () => reject(new TypeError('Failed to fetch'));
      request.onabort = () => reject(signal?.reason);
      request.open(method, String(url));
      for (const [name, value] of new Headers(headers)) request.setRequestHeader(name, value);
      signal?.addEventListener('abort', leave, { once: true });
      onSent(0);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an upload sends a Blob
      request.send(body as Blob);
    });
}
