/** A response that is written to for as long as the browser stays. */
export interface EventStream {
  readonly response: Response;
  /** Writes one message. A reader that has fallen too far behind is cut off instead. */
  send(message: string): void;
  /** Ends the response. */
  end(): void;
}

// A page that is stuck must not fill the memory of the server. It comes back and asks for what it has missed.
const queueLimit = 256;

/**
 * Opens a response of server-sent events.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function openEventStream(onEnd: () => void): EventStream {
  const encoder = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  /** Gives the controller away once: what is ended cannot be written to or ended again. */
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
    // Tells nginx, and proxies that learned it from nginx, to pass on each message as it comes.
    'x-accel-buffering': 'no',
  };
  return {
    response: new Response(body, { headers }),
    send(message) {
      if ((controller?.desiredSize ?? 0) > 0) controller?.enqueue(encoder.encode(message));
      else finish()?.error(new Error('The reader of the event stream is too slow.'));
    },
    end() {
      finish()?.close();
    },
  };
}
