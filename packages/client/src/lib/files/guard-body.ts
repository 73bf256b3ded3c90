import { longestTimerMs } from '../base/sleep.ts';
import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import type { Call } from '../transport/call.ts';
import { joinSignals, leaveSignals } from '../transport/signal-hub.ts';
import { notify } from './notify.ts';
import { readChunks } from './read-chunks.ts';
import type { StreamSettings } from './stream-options.ts';

/** A stream of bytes. */
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * Turns the body of a response into a stream that ends by the caller's signal and by the time limit of each
 * wait, and fails with a `CloseApiError`: `aborted`, `timeout`, or `network` when the connection is lost or the
 * body has another length than declared. It never reads ahead of its consumer.
 */
export function guardBody(response: Response, call: Call, settings: StreamSettings): ByteStream {
  const { signals, onProgress } = settings;
  const chunks = readChunks(response.body);
  const total = declaredLength(response);
  let transferred = 0;

  function end(reason: unknown): void {
    leaveSignals(joined);
    call.controller?.abort(reason);
    call.end();
    chunks.cancel();
  }
  const joined = joinSignals(signals, call);
  return new ReadableStream(
    {
      async pull(sink) {
        try {
          const { done, value } = await inTime(() => chunks.next(), call);
          if (!done) {
            const bytes = toBytes(value);
            transferred += bytes.byteLength;
            sink.enqueue(bytes);
            return notify(onProgress, { transferred, total });
          }
          if (total !== undefined && transferred !== total) throw incomplete(call, transferred, total);
          leaveSignals(joined);
          call.end();
          sink.close();
        } catch (cause) {
          const error = isCloseApiError(cause) ? cause : lost(call, transferred, cause);
          call.ended = error;
          end(error);
          throw error;
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}

/** Waits for a chunk until the call is stopped or its time is over. */
async function inTime<T>(next: () => Promise<T>, call: Call): Promise<T> {
  const { timeoutMs } = call.request.limits;
  const expire = (): void => {
    const message = `No more of the body within ${timeoutMs} ms. Try again.`;
    call.cut(call.error('timeout', message));
  };
  const timer = timeoutMs <= longestTimerMs ? setTimeout(expire, timeoutMs) : undefined;
  try {
    if (call.stopped) throw call.stopped;
    return await call.until(next());
  } finally {
    clearTimeout(timer);
  }
}

/** Some implementations of `fetch` read as `Buffer`, and streams of Node may read as text. */
function toBytes(value: unknown): Uint8Array<ArrayBuffer> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- no body has shared memory
  return (typeof value === 'string' ? new TextEncoder().encode(value) : value) as Uint8Array<ArrayBuffer>;
}

/**
 * The number of bytes that will be read. It is unknown when the platform decodes the body, and in a page also
 * when it may have: `content-encoding` is hidden in the response of another origin.
 */
function declaredLength({ headers, type }: Response): number | undefined {
  const length = headers.get('content-length');
  const isDecoded = headers.has('content-encoding') || type === 'cors';
  return length && !isDecoded ? Number(length) : undefined;
}

function incomplete(call: Call, transferred: number, total: number): CloseApiError {
  const message = `The body ended after ${transferred} of ${total} bytes. Try again.`;
  return call.error('network', message);
}

function lost(call: Call, transferred: number, cause: unknown): CloseApiError {
  const message = `The connection was lost after ${transferred} bytes of the body. Try again.`;
  return call.error('network', message, { cause });
}
