/** A response that stays open for messages until the browser disconnects or `end` is called. */
export interface EventStream {
  readonly response: Response;
  /** Writes the bytes of one message, or disconnects a reader that has fallen too far behind. */
  send(message: Uint8Array): void;
  /** Closes the response. */
  end(): void;
}

// A stuck page must not fill the memory of the server. It reconnects and requests the events it has missed.
const queueLimit = 256;

/**
 * Opens a response with server-sent events.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function openEventStream(onEnd: () => void): EventStream {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  /** Returns the controller once: a closed stream can neither be written to nor closed again. */
  function finish(): typeof controller {
    const last = controller;
    controller = undefined;
    if (last !== undefined) onEnd();
    return last;
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start(opened) {
        controller = opened;
      },
      cancel() {
        finish();
      },
    },
    new CountQueuingStrategy({ highWaterMark: queueLimit }),
  );
  const headers = {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store, no-transform',
    'x-content-type-options': 'nosniff',
    // Makes nginx, and proxies that follow its convention, forward each message at once.
    'x-accel-buffering': 'no',
  };
  return {
    response: new Response(body, { headers }),
    send(message) {
      if ((controller?.desiredSize ?? 0) > 0) controller?.enqueue(message);
      else finish()?.error(new Error('The reader of the event stream is too slow.'));
    },
    end() {
      finish()?.close();
    },
  };
}
