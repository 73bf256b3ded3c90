/** An `EventSource` whose server is the test. */
export class FakeEventSource extends EventTarget {
  readonly CLOSED = 2;
  readonly url: string;
  readyState = 0;
  #lastEventId = '';

  constructor(url: string) {
    super();
    this.url = url;
  }

  close(): void {
    this.readyState = this.CLOSED;
  }

  /** Opens the stream: the server sends a heartbeat, with the position of the stream if it is new. */
  open(position = 'start', owner = { organizationId: 'orga_1', userId: 'user_1' }): void {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
    this.send('heartbeat', { intervalMs: 20_000, ...owner }, position);
  }

  /** Sends another heartbeat. */
  beat(): void {
    this.send('heartbeat', { intervalMs: 20_000, organizationId: 'orga_1', userId: 'user_1' });
  }

  /** Breaks the stream; the browser reconnects. */
  breakOff(): void {
    this.readyState = 0;
    this.dispatchEvent(new Event('error'));
  }

  /** Refuses the stream; the browser gives up. */
  refuse(): void {
    this.readyState = this.CLOSED;
    this.dispatchEvent(new Event('error'));
  }

  /** Sends a message; as in browsers, one without an id has the last one. */
  send(name: string, data: unknown = {}, id = this.#lastEventId): void {
    this.#lastEventId = id;
    this.dispatchEvent(new MessageEvent(name, { data: JSON.stringify(data), lastEventId: id }));
  }
}
