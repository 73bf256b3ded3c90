import type { Clock } from '../base/clock.ts';
import { longestTimerMs } from '../base/sleep.ts';
import { about } from '../errors/about.ts';
import { CloseApiError } from '../errors/close-api-error.ts';
import type { CallLimits } from './call-limits.ts';
import type { CloseApiErrorCode, CloseApiErrorDetails } from '../errors/close-api-error.ts';

/** What `fetch` accepts as a body. */
export type CallBody = NonNullable<RequestInit['body']>;

/** The request of a call as plain values, serialised once. */
export interface CallRequest {
  readonly operation: string | undefined;
  readonly method: string;
  /** Path below the base URL, without the query. */
  readonly path: string;
  /** The calls that share a rate limit: method and path, without identifiers. */
  readonly group: string;
  /** Whether it changes nothing, so that it may be sent twice. */
  readonly isRead: boolean;
  /** Whether a failure proves that the server has not seen the request. Reads need no proof. */
  readonly isRefused?: ((cause: unknown) => boolean) | undefined;
  /** Whether an ok response may have no body. */
  readonly mayBeEmpty: boolean;
  /** Reads a response, where the body is not parsed as JSON. */
  readonly read?: ((response: Response, call: Call) => Promise<Reply>) | undefined;
  /** Whether the caller follows a redirect, which is then no failure. */
  readonly follows?: boolean | undefined;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: CallBody | undefined;
  /** Members of the init beside method, headers, body and signal. */
  readonly init?: RequestInit | undefined;
  readonly limits: CallLimits;
}

/** The result of an attempt: a response and its body. */
export interface Reply {
  readonly response: Response;
  /** The body as text; of a raw call only when it failed. */
  readonly text: string;
  /** The parsed body of an operation. */
  readonly data?: unknown;
  /** The error of a response that is not ok, when a layer has created it. */
  readonly error?: CloseApiError | undefined;
  /** The token of a 401 has been replaced, but the request could not be sent again: that is no final refusal. */
  readonly isReplaced?: boolean;
}

/** The outcome of one attempt. */
export type Outcome =
  | { readonly reply: Reply; readonly error?: undefined }
  | { readonly reply?: undefined; readonly error: unknown };

/** Ends what has reached its limit in milliseconds. */
type Expire = (call: Call, limitMs: number) => void;

/**
 * One call with its state. `stop` ends it, whatever it waits for; `cut` ends its current attempt only. Both
 * take effect at once, also when `fetch` ignores its signal.
 */
export class Call {
  request: CallRequest;
  /** Requests that were sent. */
  attempts = 0;
  /** Milliseconds in the queue before the first request. */
  queuedMs = 0;
  /** Milliseconds between requests. */
  delayedMs = 0;
  /** Time of the clock at which the whole call has to end; `undefined` before it first leaves the queue. */
  deadline: number | undefined;
  /** The server may have acted on the last request, although there is no answer that says so. */
  inDoubt = false;
  /** The error that ended the call. */
  stopped: CloseApiError | undefined;
  /** The error that ended the call or its last attempt, from here and not from the work itself. */
  ended: CloseApiError | undefined;
  /** Milliseconds for which a 429 holds the group of the call. */
  heldMs: number | undefined;
  /** Aborts the current attempt or wait. */
  controller: AbortController | undefined;
  /** Called when the request will be sent again after a delay. */
  retried: ((outcome: Outcome, delayMs: number) => void) | undefined;
  /** The header that authenticates the next request. */
  credential: Readonly<Record<string, string>> | undefined;
  readonly #clock: Clock;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waitingSince: number | undefined;
  #reject: ((error: unknown) => void) | undefined;

  constructor(request: CallRequest, clock: Clock) {
    this.request = request;
    this.#clock = clock;
  }

  /** Starts an attempt with its own time limit. */
  begin(): AbortSignal {
    const { timeoutMs, totalTimeoutMs } = this.request.limits;
    const now = this.#clock.now();
    const leftMs = (this.deadline ??= now + totalTimeoutMs) - now;
    return leftMs < timeoutMs ? this.limit(leftMs, expireCall) : this.limit(timeoutMs, expireAttempt);
  }

  /** Limits the wait that follows. */
  limit(limitMs: number, expire: Expire): AbortSignal {
    this.end();
    if (this.stopped) throw this.stopped;
    this.controller = new AbortController();
    if (limitMs <= longestTimerMs) this.#timer = setTimeout(expire, limitMs, this, limitMs);
    return this.controller.signal;
  }

  /** Ends an attempt or a wait. */
  end(): void {
    clearTimeout(this.#timer);
    this.controller = undefined;
  }

  /** Milliseconds left for the whole call. */
  leftMs(): number {
    return (this.deadline ?? Infinity) - this.#clock.now();
  }

  /** Waits for work until the call is stopped or the attempt is cut. */
  until<T>(work: PromiseLike<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.stopped) reject(this.stopped);
      this.#reject = reject;
      work.then(resolve, reject);
    });
  }

  /** Waits between two attempts. */
  pause(durationMs: number): Promise<void> {
    return this.wait(this.#clock.sleep(durationMs, this.limit(Infinity, expireCall)), 'delayedMs');
  }

  /** Waits for something else than a response, and counts the time. */
  wait(work: PromiseLike<void>, counter: 'queuedMs' | 'delayedMs'): Promise<void> {
    const since = (this.#waitingSince = this.#clock.now());
    return this.until(work).finally(() => {
      this[counter] += this.#clock.now() - since;
      this.#waitingSince = undefined;
      this.end();
    });
  }

  /** Ends the current attempt or wait. */
  cut(error: CloseApiError, reason: unknown = error): void {
    const { controller } = this;
    this.ended = error;
    this.end();
    controller?.abort(reason);
    this.#reject?.(error);
  }

  /** Ends the call. */
  stop(error: CloseApiError, reason?: unknown): void {
    this.stopped ??= error;
    this.cut(this.stopped, reason);
  }

  /** Ends the call because its caller no longer wants it. */
  abort(reason: unknown): void {
    this.stop(this.error('aborted', 'The call was aborted.', { cause: reason }), reason);
  }

  /** Creates the error of this call. */
  error(code: CloseApiErrorCode, message: string, details?: CloseApiErrorDetails): CloseApiError {
    const facts = { ...this.facts(), ...details };
    return new CloseApiError(code, about(facts.operation, message), facts);
  }

  /** What every error of this call says about it. */
  facts(): CloseApiErrorDetails {
    const { operation, method, path } = this.request;
    const now = this.#clock.now();
    const waitedMs = Math.round(this.queuedMs + this.delayedMs + now - (this.#waitingSince ?? now));
    return { operation, method, path, attempts: this.attempts, waitedMs, mayHaveActed: this.inDoubt };
  }
}

/** Ends a call at its total time limit. */
export function expireCall(call: Call): void {
  const { totalTimeoutMs } = call.request.limits;
  call.stop(call.error('timeout', `No result within \`totalTimeoutMs\`, ${totalTimeoutMs} ms. Try again.`));
}

function expireAttempt(call: Call, limitMs: number): void {
  call.cut(call.error('timeout', `No response within ${limitMs} ms. Try again.`));
}
