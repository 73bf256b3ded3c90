import { isCloseApiError } from '../errors/close-api-error.ts';
import type { ByteStream } from '../files/guard-body.ts';
import type { Call } from '../transport/call.ts';

/**
 * Decompresses a gzip file, and passes any other on: storage may declare the coding, and the platform has then
 * removed it.
 *
 * @param file - The file as it arrives.
 * @param call - The call that it belongs to.
 * @returns The plain file. It fails with the error of the call, or with `decode` when the file is damaged.
 */
export async function gunzip(file: ByteStream, call: Call): Promise<ByteStream> {
  const reader = file.getReader();
  const head: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (size < 2) {
    const { done, value } = await reader.read();
    if (done) break;
    head.push(value);
    size += value.byteLength;
  }
  const [first, second] = head.flatMap((chunk) => [...chunk.subarray(0, 2)]);
  const whole: ByteStream = new ReadableStream(
    {
      async pull(sink) {
        const next = head.shift() ?? (await reader.read()).value;
        if (next) sink.enqueue(next);
        else sink.close();
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  const isGzip = first === 0x1f && second === 0x8b;
  return withCodes(isGzip ? whole.pipeThrough(new DecompressionStream('gzip')) : whole, call);
}

/** Gives every failure of a stream a code. */
function withCodes(plain: ByteStream, call: Call): ByteStream {
  const reader = plain.getReader();
  return new ReadableStream(
    {
      async pull(sink) {
        try {
          const { done, value } = await reader.read();
          if (done) sink.close();
          else sink.enqueue(value);
        } catch (cause) {
          throw toCoded(cause, call);
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** The error of a damaged file, unless the call itself has failed. */
export function toCoded(cause: unknown, call: Call): unknown {
  if (isCloseApiError(cause)) return cause;
  return call.ended ?? call.error('decode', 'The file is damaged or incomplete. Try again.', { cause });
}
