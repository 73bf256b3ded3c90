import { CloseServerError } from '../base/errors.ts';
import type { RequestView } from '../base/request-view.ts';

/** The parts of a request that tell why its body ends. */
type BodyRequest = RequestView & Pick<Request, 'body' | 'signal'>;

/**
 * Reads a whole request body into memory, so that it can be sent twice. `undefined` for an empty body.
 *
 * @param source - The chunks, if a runtime has a cheaper way to them than `request.body`.
 * @throws CloseServerError `body_too_large` as soon as the limit is exceeded; `aborted` when the browser
 * aborts the request; `body_unreadable` when other code has already read the body.
 */
export async function readBody(
  request: BodyRequest,
  maxBytes: number,
  source?: AsyncIterable<Uint8Array> | null,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  // Only now: a stream that exists but is not read would keep the connection busy.
  const body = source === undefined ? request.body : source;
  if (body === null) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (thrown) {
    throw toBodyError(thrown, request.signal);
  }
  return length === 0 ? undefined : join(chunks, length);
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    body.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return body;
}

function tooLarge(maxBytes: number): CloseServerError {
  return new CloseServerError('body_too_large', `The request body is larger than ${maxBytes} bytes.`);
}

function toBodyError(thrown: unknown, signal: AbortSignal): CloseServerError {
  if (thrown instanceof CloseServerError) return thrown;
  if (signal.aborted) return new CloseServerError('aborted', 'The browser aborted the request.');
  const message = 'The request body could not be read. Mount the handler before body parsers.';
  return new CloseServerError('body_unreadable', message, { cause: thrown });
}
