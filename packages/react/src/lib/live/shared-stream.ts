import { LiveStream, usualIntervalMs } from './live-stream.ts';
import type { LiveStreamOptions } from './live-stream.ts';
import { isTabMessage } from './message.ts';
import type { LiveMessage, TabMessage } from './message.ts';

/** The features of the browser by which its tabs share a stream. */
export interface TabFeatures {
  readonly locks: LockManager;
  readonly openChannel: (name: string) => BroadcastChannel;
}

/** Options of {@link SharedStream}. */
export interface SharedStreamOptions extends Omit<LiveStreamOptions, 'position'> {
  /** The name of the lock and of the channel. Only tabs of the same user and organization share it. */
  readonly name: string;
  /** Without them each tab opens its own stream. */
  readonly features: TabFeatures | undefined;
}

/** The time within which the tab with the stream answers the question for its state. */
const answerMs = 3_000;

/**
 * One event stream for all tabs of a browser. The tab with the lock opens it and passes its messages on. When
 * that tab closes, the next one in line gets the lock; when it freezes, another one takes the lock away. The
 * new stream continues after the last known event.
 */
export class SharedStream {
  readonly #options: SharedStreamOptions;
  readonly #end = new AbortController();
  #position: string;
  #stream: LiveStream | undefined;
  #channel: BroadcastChannel | undefined;
  #isQueued = false;
  #intervalMs = usualIntervalMs;
  #release: (() => void) | undefined;
  #cancelWatch: (() => void) | undefined;
  /** The latest positions: a new stream may repeat an event that has arrived through the channel. */
  #seen: readonly string[] = [];

  /**
   * @param position - The position of the last known event; empty for none.
   */
  constructor(options: SharedStreamOptions, position: string) {
    this.#options = options;
    this.#position = position;
  }

  /** The position of the last known event. */
  get position(): string {
    return this.#position;
  }

  /** Joins the tabs. */
  open(): void {
    const { features, name } = this.#options;
    if (features === undefined) return this.#hold();
    this.#channel = features.openChannel(name);
    this.#channel.addEventListener('message', ({ data }) => this.#hear(data));
    this.#queue(features.locks);
    this.#ask();
  }

  /** Leaves the tabs. The next tab in line opens the stream. */
  close(): void {
    this.#end.abort();
    this.#stepDown();
    this.#cancelWatch?.();
    this.#channel?.close();
    this.#channel = undefined;
  }

  /** Checks the stream at once, because the user has returned or the network has. */
  check(isNewNetwork: boolean): void {
    if (this.#stream) this.#stream.check(isNewNetwork);
    else this.#ask();
  }

  #queue(locks: LockManager): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    const { signal } = this.#end;
    const request = locks.request(this.#options.name, { signal }, () => {
      this.#isQueued = false;
      return this.#whileHeld();
    });
    void this.#keep(request, locks);
  }

  /** The tab with the stream does not answer: it is frozen. */
  #take(): void {
    const { features, name } = this.#options;
    if (features === undefined || this.#stream) return;
    const { locks } = features;
    const request = locks.request(name, { steal: true }, () => this.#whileHeld());
    void this.#keep(request, locks);
  }

  /** A lock that is taken away rejects its request; this tab queues again. */
  async #keep(request: Promise<unknown>, locks: LockManager): Promise<void> {
    try {
      await request;
    } catch (error) {
      if (this.#end.signal.aborted) return;
      // A browser can forbid locks to a page.
      if (!(error instanceof DOMException && error.name === 'AbortError')) return this.#hold();
      this.#stepDown();
      this.#queue(locks);
      this.#ask();
    }
  }

  /** Returns a promise that holds the lock. */
  #whileHeld(): Promise<void> | undefined {
    if (this.#end.signal.aborted || this.#stream) return undefined;
    this.#hold();
    return new Promise((resolve) => {
      this.#release = resolve;
    });
  }

  #hold(): void {
    this.#cancelWatch?.();
    const onMessage = (message: LiveMessage): void => {
      this.#post(message);
      this.#receive(message);
    };
    this.#stream = new LiveStream({ ...this.#options, onMessage, position: this.#position });
    this.#stream.open();
  }

  #stepDown(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#release?.();
    this.#release = undefined;
  }

  #ask(): void {
    this.#watch(answerMs);
    this.#post({ kind: 'ask' });
  }

  #post(message: TabMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target origin
    this.#channel?.postMessage(message);
  }

  #hear(message: unknown): void {
    if (!isTabMessage(message)) return;
    if (message.kind === 'ask') return this.#stream?.announce();
    // A tab that was frozen goes on with its own stream for a moment.
    if (this.#stream) return;
    if (message.kind === 'state' && this.#isGap(message.position))
      this.#receive({ kind: 'reset', position: message.position });
    this.#receive(message);
    this.#watch(2 * this.#intervalMs);
  }

  /** Messages arrive in order: an unknown position means that this tab has missed some. */
  #isGap(position: string): boolean {
    const isKnown = position === this.#position || this.#seen.includes(position);
    return this.#position !== '' && position !== '' && !isKnown;
  }

  /** Takes the stream over when nothing is heard within a time. Many tabs notice it at once. */
  #watch(limitMs: number): void {
    this.#cancelWatch?.();
    if (this.#stream || this.#channel === undefined) return;
    const delayMs = limitMs * (1 + this.#options.random() / 4);
    this.#cancelWatch = this.#options.later(() => this.#take(), delayMs);
  }

  #receive(message: LiveMessage): void {
    if (message.kind === 'event' && this.#isRepeated(message.position)) return;
    if (message.kind === 'state') this.#intervalMs = message.intervalMs;
    if (message.kind !== 'state' || this.#position === '') this.#position = message.position;
    this.#options.onMessage(message);
  }

  #isRepeated(position: string): boolean {
    if (this.#seen.includes(position)) return true;
    if (position !== '') this.#seen = [...this.#seen.slice(-99), position];
    return false;
  }
}
