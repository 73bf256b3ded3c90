import { isRecord } from '../base/is-record.ts';

/** A body that is read chunk by chunk. */
export interface Chunks {
  readonly next: () => Promise<{ readonly done?: boolean; readonly value?: unknown }>;
  readonly cancel: () => void;
}

/** Reads a body of any `fetch`: a web stream, or that of node-fetch, which is a stream of Node. */
export function readChunks(body: unknown): Chunks {
  if (isStream(body)) {
    const reader = body.getReader();
    return { next: () => reader.read(), cancel: () => void reader.cancel().catch(() => {}) };
  }
  if (!isIterable(body)) return { next: async () => ({ done: true }), cancel: () => {} };
  const chunks = body[Symbol.asyncIterator]();
  return { next: () => chunks.next(), cancel: () => void chunks.return?.().catch(() => {}) };
}

function isStream(body: unknown): body is ReadableStream {
  return isRecord(body) && 'getReader' in body;
}

function isIterable(body: unknown): body is AsyncIterable<unknown> & {
  [Symbol.asyncIterator](): { return?: () => Promise<unknown> };
} {
  return isRecord(body) && Symbol.asyncIterator in body;
}
