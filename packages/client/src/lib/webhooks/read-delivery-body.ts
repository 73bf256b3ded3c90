import { WebhookError } from './webhook-error.ts';
import type { HeaderSource } from './signature.ts';

/** A delivery as it arrives. A standard `Request` is one. */
export interface WebhookRequest {
  /** The headers of the request, `new Headers(…)` in frameworks with plain objects. */
  readonly headers: HeaderSource;
  /** The unparsed body: the stream of a `Request`, or bytes that a framework has read. */
  readonly body: ReadableStream<Uint8Array> | Uint8Array | null;
}

/** The limits of a body. */
export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly bodyTimeoutMs: number;
}

/**
 * Reads the body of a delivery.
 *
 * @throws WebhookError `body_too_large` as soon as the limit is exceeded, before reading if the length is
 * declared; `body_timeout`; `body_unreadable` when other code has read the body or the sender has disconnected.
 */
export async function readDeliveryBody(
  { headers, body }: WebhookRequest,
  limits: BodyLimits,
): Promise<Uint8Array> {
  const declared = Number(headers.get('content-length') ?? 0);
  if (declared > limits.maxBodyBytes) throw tooLarge(limits);
  if (body === null) return new Uint8Array();
  if (!(body instanceof Uint8Array)) return readStream(body, limits);
  if (body.byteLength > limits.maxBodyBytes) throw tooLarge(limits);
  return body;
}

async function readStream(body: ReadableStream<Uint8Array>, limits: BodyLimits): Promise<Uint8Array> {
  if (body.locked) throw unreadable();
  const reader = body.getReader();
  let isLate = false;
  // A cancelled stream ends the pending read.
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  const timer = setTimeout(() => {
    isLate = true;
    cancel();
  }, limits.bodyTimeoutMs);
  try {
    const bytes = await readAll(reader, limits);
    if (!isLate) return bytes;
  } catch (cause) {
    cancel();
    if (cause instanceof WebhookError) throw cause;
    if (!isLate) throw unreadable(cause);
  } finally {
    clearTimeout(timer);
  }
  throw new WebhookError('body_timeout', 'The body of the delivery did not arrive within `bodyTimeoutMs`.');
}

async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  limits: BodyLimits,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.byteLength;
    if (length > limits.maxBodyBytes) throw tooLarge(limits);
    chunks.push(next.value);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge({ maxBodyBytes }: BodyLimits): WebhookError {
  const message = `The delivery is larger than ${maxBodyBytes} bytes. Raise \`maxBodyBytes\` if Close sent it.`;
  return new WebhookError('body_too_large', message);
}

function unreadable(cause?: unknown): WebhookError {
  const message = 'The body could not be read. Verify the delivery before body parsers run.';
  return new WebhookError('body_unreadable', message, { cause });
}
