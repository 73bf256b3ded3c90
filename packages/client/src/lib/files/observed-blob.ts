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
    let read = 0;
    this.#onRead(read);
    return new ReadableStream(
      {
        pull: async (sink) => {
          const { done, value } = await reader.read();
          if (done) return sink.close();
          read += value.byteLength;
          this.#onRead(read);
          sink.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
  }
}
