import type { IncomingMessage } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import type { BodyRequest } from '../guard/read-body.ts';

/**
 * The body of a request, for `readBody`. Stopping at the limit must not close the connection, which the
 * response needs: the stream of `view` would. It serves bodies that other code has read, and names the reason.
 */
export function bodySource(request: IncomingMessage, view: Request): BodyRequest {
  const isUntouched = !('rawBody' in request || request.readableDidRead || request.destroyed);
  let stream: BodyRequest['body'] | undefined;
  return {
    headers: view.headers,
    get signal() {
      return view.signal;
    },
    get body() {
      stream ??= isUntouched ? toStream(request) : view.body;
      return stream;
    },
  };
}

function toStream(request: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks: AsyncIterator<Buffer<ArrayBuffer>> = request.iterator({ destroyOnReturn: false });
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      void chunks.return?.();
    },
  });
}
