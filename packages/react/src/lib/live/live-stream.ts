import type { Later } from '../base/start-timer.ts';
import { parseLiveEvent } from './event.ts';
import { parseHeartbeat } from './heartbeat.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { CloseLiveStatus } from './live-status.ts';
import type { LiveMessage } from './message.ts';

/** The effects of {@link LiveStream}. */
export interface LiveClock {
  readonly later: Later;
  /** The time, in milliseconds. It goes on while the computer sleeps. */
  readonly now: () => number;
  /** A number from 0 to 1. */
  readonly random: () => number;
}

/** Options of {@link LiveStream}. */
export interface LiveStreamOptions extends LiveClock {
  /** Opens a stream that continues after a position; `undefined` where there are no streams. */
  readonly open: (position: string) => EventSource | undefined;
  /** The organization and the user whose events the page may see. */
  readonly owner: Pick<Heartbeat, 'organizationId' | 'userId'>;
  /** The position of the last known event; empty for none. */
  readonly position: string;
  /** Reads the session again, before a refused stream is tried again. */
  readonly onRefused: () => Promise<void>;
  readonly onMessage: (message: LiveMessage) => void;
}

/** Delay before a refused stream is tried again: the first and the longest. */
const retryMs = { first: 2_000, last: 300_000 };

/** The interval of heartbeats until the server has sent one. */
export const usualIntervalMs = 20_000;

/**
 * The event stream of one page. It opens again after the last known event when the server refuses it, and
 * when no message arrives for two heartbeats: a dead connection looks like a silent one.
 */
export class LiveStream {
  readonly #options: LiveStreamOptions;
  #position: string;
  #status: CloseLiveStatus = 'disabled';
  #intervalMs = usualIntervalMs;
  #source: EventSource | undefined;
  /** Whether the current connection has proven whose events it sends. */
  #isProven = false;
  #heardAt: number;
  #refusals = 0;
  /** The attempt that waits for the session. */
  #attempt: symbol | undefined;
  #cancelWatch: (() => void) | undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(options: LiveStreamOptions) {
    this.#options = options;
    this.#position = options.position;
    this.#heardAt = options.now();
  }

  /** Opens the stream. Another one that is open closes first. */
  open(): void {
    this.#drop();
    const source = this.#options.open(this.#position);
    if (source === undefined) return this.#setStatus('unsupported');
    this.#source = source;
    this.#heardAt = this.#options.now();
    this.#setStatus(this.#position === '' ? 'connecting' : 'stale');
    this.#listen(source);
    this.#watch();
  }

  /** Closes the stream. */
  close(): void {
    this.#drop();
  }

  /** Repeats the state of the stream. */
  announce(): void {
    const state = { position: this.#position, status: this.#status, intervalMs: this.#intervalMs };
    this.#options.onMessage({ kind: 'state', ...state });
  }

  /**
   * Checks the stream at once, because the user has returned or the network has.
   *
   * @param isNewNetwork - Whether a connection from before may be dead although it was heard just now.
   */
  check(isNewNetwork: boolean): void {
    if (this.#cancelRetry) void this.#tryAgain();
    else if (this.#source && (isNewNetwork || this.#isSilent())) this.open();
  }

  #listen(source: EventSource): void {
    const on = (name: string, take: (message: MessageEvent<string>) => void): void =>
      source.addEventListener(name, (message: MessageEvent<string>) => {
        this.#heardAt = this.#options.now();
        if (source === this.#source) take(message);
      });
    on('heartbeat', (message) => this.#onHeartbeat(message));
    on('close', (message) => this.#onEvent(message));
    on('reset', ({ lastEventId }) => {
      if (this.#isProven) this.#pass({ kind: 'reset', position: lastEventId });
    });
    source.addEventListener('error', () => {
      if (source !== this.#source) return;
      this.#isProven = false;
      if (source.readyState === source.CLOSED) return this.#refuse();
      // The browser connects again by itself.
      if (this.#status === 'open') this.#setStatus('stale');
    });
  }

  #onHeartbeat({ data, lastEventId }: MessageEvent<string>): void {
    const heartbeat = parseHeartbeat(data);
    if (heartbeat === undefined) return;
    const { owner } = this.#options;
    // All tabs share one cookie: the session may have another user or organization than this page.
    if (heartbeat.organizationId !== owner.organizationId || heartbeat.userId !== owner.userId)
      return this.#refuse();
    this.#setInterval(heartbeat.intervalMs);
    this.#isProven = true;
    // Nothing is known about the time of the refusals without a position from before.
    const isGap = this.#position === '' && this.#refusals > 0;
    this.#refusals = 0;
    if (this.#position === '') this.#position = lastEventId;
    if (isGap) this.#pass({ kind: 'reset', position: this.#position });
    this.#status = 'open';
    this.announce();
  }

  #onEvent({ data, lastEventId }: MessageEvent<string>): void {
    const event = parseLiveEvent(data);
    if (this.#isProven && event) this.#pass({ kind: 'event', position: lastEventId, event });
  }

  #pass(message: Exclude<LiveMessage, { kind: 'state' }>): void {
    this.#position = message.position;
    this.#options.onMessage(message);
  }

  /** The browser gives up a refused stream without a reason. */
  #refuse(): void {
    this.#drop();
    this.#setStatus('refused');
    const longestMs = Math.min(retryMs.first * 2 ** this.#refusals, retryMs.last);
    this.#refusals += 1;
    const delayMs = (longestMs * (1 + this.#options.random())) / 2;
    this.#cancelRetry = this.#options.later(() => void this.#tryAgain(), delayMs);
  }

  async #tryAgain(): Promise<void> {
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    const attempt = Symbol('attempt');
    this.#attempt = attempt;
    await this.#options.onRefused();
    if (this.#attempt === attempt) this.open();
  }

  #setInterval(intervalMs: number): void {
    if (intervalMs === this.#intervalMs) return;
    this.#intervalMs = intervalMs;
    this.#watch();
  }

  #watch(): void {
    this.#cancelWatch?.();
    const silentMs = this.#options.now() - this.#heardAt;
    const leftMs = Math.max(2 * this.#intervalMs - silentMs, 0);
    this.#cancelWatch = this.#options.later(() => (this.#isSilent() ? this.open() : this.#watch()), leftMs);
  }

  /** A clock that was set back says nothing about the silence. */
  #isSilent(): boolean {
    const silentMs = this.#options.now() - this.#heardAt;
    return silentMs < 0 || silentMs >= 2 * this.#intervalMs;
  }

  #drop(): void {
    this.#source?.close();
    this.#source = undefined;
    this.#isProven = false;
    this.#attempt = undefined;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#cancelWatch?.();
    this.#cancelWatch = undefined;
  }

  #setStatus(status: CloseLiveStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.announce();
  }
}
