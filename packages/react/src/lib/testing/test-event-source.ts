import { pageUrl } from './page-url.ts';

type OpenStream = (url: URL) => Promise<Response>;

/**
 * Creates an `EventSource` class that listens in process, for a page without a server. It reconnects when its
 * stream ends and gives up when it is refused, as browsers do, but never waits in between.
 *
 * @param openStream - Responds to a request for events.
 */
export function createTestEventSource(openStream: OpenStream): typeof EventSource {
  class BoundEventSource extends TestEventSource {
    constructor(url: string | URL) {
      super(url, openStream);
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- EventTarget does not know which events its listeners get
  return BoundEventSource as unknown as typeof EventSource;
}

/** The `EventSource` of browsers over any function that opens a stream. */
class TestEventSource extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSED = 2;
  readonly CONNECTING = 0;
  readonly OPEN = 1;
  readonly CLOSED = 2;
  readonly withCredentials = false;
  readonly url: string;
  readyState: number = 0;
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  readonly #openStream: OpenStream;
  #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;
  /** The position that a browser sends in a header when it connects again. */
  #lastEventId: string | undefined;

  constructor(url: string | URL, openStream: OpenStream) {
    super();
    this.url = pageUrl(url).href;
    this.#openStream = openStream;
    this.addEventListener('open', (event) => this.onopen?.(event));
    this.addEventListener('error', (event) => this.onerror?.(event));
    void this.#connect();
  }

  close(): void {
    this.readyState = this.CLOSED;
    void this.#reader?.cancel();
  }

  async #connect(): Promise<void> {
    while (!this.#isClosed()) {
      // oxlint-disable-next-line no-await-in-loop -- one stream after the other
      const body = await this.#request();
      if (this.#isClosed()) return void body?.cancel();
      if (body === null) return this.#fail(this.CLOSED);
      this.readyState = this.OPEN;
      this.dispatchEvent(new Event('open'));
      // oxlint-disable-next-line no-await-in-loop -- one stream after the other
      await this.#listen(body);
      if (!this.#isClosed()) this.#fail(this.CONNECTING);
    }
  }

  async #request(): Promise<ReadableStream<Uint8Array> | null> {
    try {
      const url = new URL(this.url);
      if (this.#lastEventId !== undefined) url.searchParams.set('lastEventId', this.#lastEventId);
      const response = await this.#openStream(url);
      return response.ok ? response.body : null;
    } catch {
      return null;
    }
  }

  async #listen(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    this.#reader = body.getReader();
    for (let text = ''; ;) {
      // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
      const { done, value } = await this.#reader.read();
      if (done || this.#isClosed()) return;
      const messages = (text + decoder.decode(value, { stream: true })).split('\n\n');
      text = messages.pop() ?? '';
      for (const message of messages) this.#deliver(message);
    }
  }

  #deliver(message: string): void {
    const { name = 'message', id = this.#lastEventId, data } = parseMessage(message);
    this.#lastEventId = id;
    if (data === undefined) return;
    const event = new MessageEvent(name, { data, lastEventId: id ?? '' });
    this.dispatchEvent(event);
    if (event.type === 'message') this.onmessage?.(event);
  }

  #fail(readyState: number): void {
    this.readyState = readyState;
    this.dispatchEvent(new Event('error'));
  }

  #isClosed(): boolean {
    return this.readyState === this.CLOSED;
  }
}

/** The fields of one message. */
interface Message {
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly data: string | undefined;
}

function parseMessage(message: string): Message {
  const lines = message.split('\n').filter((line) => !line.startsWith(':'));
  const fields = new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
  return { name: fields.get('event'), id: fields.get('id'), data: fields.get('data') };
}
