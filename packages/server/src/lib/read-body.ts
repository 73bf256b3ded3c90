import { CloseServerError } from './errors.ts';

/**
 * Takes in a whole request body, so that it can be sent twice. Undefined when there is none.
 *
 * Throws `body_too_large` as soon as the limit is passed, `aborted` when the browser left, and `body_unreadable`
 * when something else has read the body.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge(maxBytes);
  if (request.body === null) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of readable(request.body, request.signal)) {
    length += chunk.byteLength;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return length === 0 ? undefined : join(chunks, length);
}

async function* readable(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = claim(body);
  try {
    for (let part = await read(reader, signal); !part.done; part = await read(reader, signal)) {
      yield part.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function claim(body: ReadableStream<Uint8Array>): ReadableStreamDefaultReader<Uint8Array> {
  try {
    return body.getReader();
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function read(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<ReadableStreamReadResult<Uint8Array>> {
  try {
    return await reader.read();
  } catch (cause) {
    if (signal.aborted) throw new CloseServerError('aborted', 'The browser ended the request.');
    throw unreadable(cause);
  }
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

function unreadable(cause: unknown): CloseServerError {
  return new CloseServerError(
    'body_unreadable',
    'The body could not be read; mount the handler before body parsers.',
    {
      cause,
    },
  );
}
