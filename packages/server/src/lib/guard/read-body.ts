import { CloseServerError } from '../base/errors.ts';
import type { RequestView } from '../base/request-view.ts';

/** The limits of a request body. */
export interface BodyLimits {
  readonly maxBytes: number;
  /** The time limit for the whole body, so that no sender holds a request open by trickling. */
  readonly timeoutMs: number;
}

/** The parts of a request that a body is read from. */
export interface BodyRequest extends Pick<Request, 'body' | 'signal'> {
  readonly headers: RequestView['headers'];
}

/**
 * Reads a whole request body into memory, so that it can be sent twice. `undefined` for an empty body.
 *
 * @throws CloseServerError `body_too_large` as soon as the limit is exceeded; `body_timeout`; `aborted` when the
 * browser aborts the request; `body_unreadable` when other code has already read the body.
 */
export async function readBody(
  request: BodyRequest,
  { maxBytes, timeoutMs }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isLate = false;
  try {
    const reader = request.body.getReader();
    timer = setTimeout(() => {
      isLate = true;
      // A cancelled stream ends the pending read.
      cancel(reader);
    }, timeoutMs);
    const body = await readAll(reader, maxBytes);
    if (!isLate) return body;
  } catch (thrown) {
    if (!isLate) throw toBodyError(thrown, request.signal);
  } finally {
    clearTimeout(timer);
  }
  throw new CloseServerError('body_timeout', 'The request body did not arrive in time. Send it again.');
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.byteLength;
    if (length > maxBytes) {
      cancel(reader);
      throw tooLarge(maxBytes);
    }
    chunks.push(next.value);
  }
  return length === 0 ? undefined : join(chunks, length);
}

function cancel(reader: ReadableStreamDefaultReader<Uint8Array>): void {
  reader.cancel().catch(() => undefined);
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
