import type { IncomingMessage } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import type { HandlerConfig } from '../config/handler-config.ts';
import { readBody } from '../guard/read-body.ts';
import type { BodyRequest } from '../guard/read-body.ts';

/** Reads the whole body of a request, as `readBody` does; `null` for an empty one. */
export async function readNodeBody(
  { maxBodyBytes, bodyTimeoutMs }: HandlerConfig,
  request: IncomingMessage,
  view: Request,
): Promise<Uint8Array | null> {
  const limits = { maxBytes: maxBodyBytes, timeoutMs: bodyTimeoutMs };
  return (await readBody(bodySource(request, view), limits)) ?? null;
}

/**
 * Stopping at the limit must not close the connection, which the response needs: the stream of `view` would.
 * That stream serves bodies that other code has read, and names the reason.
 */
function bodySource(request: IncomingMessage, view: Request): BodyRequest {
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
