/** Bytes that are handed over at once; a blob in memory would be one piece. */
const pieceBytes = 65_536;

/**
 * A blob that reports how many of its bytes were read. `fetch` of Node, Deno and undici, and node-fetch, read a
 * blob by its `stream()` as fast as they send it. Other platforms read it by themselves, and report nothing.
 */
export class ObservedBlob extends Blob {
  readonly #onRead: (bytes: number) => void;

  constructor(blob: Blob, onRead: (bytes: number) => void) {
    super([blob]);
    this.#onRead = onRead;
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    const reader = super.stream().getReader();
    let piece = new Uint8Array();
    let read = 0;
    this.#onRead(read);
    return new ReadableStream(
      {
        pull: async (sink) => {
          while (piece.byteLength === 0) {
            const { done, value } = await reader.read();
            if (done) return sink.close();
            piece = value;
          }
          const next = piece.subarray(0, pieceBytes);
          piece = piece.subarray(next.byteLength);
          read += next.byteLength;
          this.#onRead(read);
          sink.enqueue(next);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }
}
