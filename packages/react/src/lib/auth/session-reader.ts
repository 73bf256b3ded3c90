import { fieldIn } from '../base/field-in.ts';
import type { CloseSession } from './close-session.ts';
import type { BrowserPage } from './browser-page.ts';
import type { SessionSource } from './session-source.ts';

/** Settings of {@link SessionReader}. */
export interface SessionReaderOptions {
  readonly source: Pick<SessionSource, 'read'>;
  readonly page: Pick<BrowserPage, 'after'>;
  /** Called after a failed read. `isFirst`: no read has failed since the last success, and a retry follows. */
  readonly onFailure: (cause: unknown, isFirst: boolean) => void;
  /** Returns a number from 0 to 1 that spreads the retries of many pages. Default: `Math.random`. */
  readonly random?: (() => number) | undefined;
}

/** Longest delay before each retry: eight of them, within 92 seconds. */
const delaysMs = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];

/** Reads the session: one read at a time, which is retried after a failure that may pass. */
export class SessionReader {
  readonly #options: SessionReaderOptions;
  #current: AbortController | undefined;
  #cancelRetry: (() => void) | undefined;
  /** Whether the last read failed. */
  hasFailed = false;

  constructor(options: SessionReaderOptions) {
    this.#options = options;
  }

  /** Whether a read is in flight. */
  get isReading(): boolean {
    return this.#current !== undefined;
  }

  /**
   * Reads the session. A read in flight is aborted, and so are its retries.
   *
   * @returns A promise that never rejects; it does not wait for retries.
   */
  read(onSession: (session: CloseSession) => void): Promise<void> {
    return this.#attempt(onSession, 0);
  }

  /** Aborts the read in flight and the next retry. */
  stop(): void {
    this.#cancelRetry?.();
    this.#current?.abort();
    this.#current = undefined;
  }

  async #attempt(onSession: (session: CloseSession) => void, retries: number): Promise<void> {
    this.stop();
    const read = new AbortController();
    this.#current = read;
    const result = await this.#options.source.read(read.signal).then(
      (session) => ({ session }),
      (cause: unknown) => ({ cause }),
    );
    if (this.#current !== read) return;
    this.#current = undefined;
    const hadFailed = this.hasFailed;
    this.hasFailed = 'cause' in result;
    if ('session' in result) return onSession(result.session);
    const delayMs = isTransient(result.cause) ? delaysMs[retries] : undefined;
    if (delayMs !== undefined) {
      const { page, random = Math.random } = this.#options;
      const retry = (): void => void this.#attempt(onSession, retries + 1);
      this.#cancelRetry = page.after(retry, (delayMs * (1 + random())) / 2);
    }
    this.#options.onFailure(result.cause, !hadFailed && delayMs !== undefined);
  }
}

/** Whether the same read may succeed later. Otherwise the app has a wrong path, or no permission. */
function isTransient(cause: unknown): boolean {
  // No status: the network, a time limit, or a response that is no session.
  const status = Number(fieldIn(cause, 'status') ?? 500);
  return status >= 500 || status === 429 || status === 408;
}
