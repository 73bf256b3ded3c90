import type { Writable } from 'node:stream'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { toHandlerError } from '../base/errors.ts';
import { longestTimerMs } from '../base/longest-timer-ms.ts';
import type { CallTokens } from '../proxy/call-tokens.ts';
import {
  assertForwardable,
  callAborted,
  upstreamTimeout,
  upstreamUnavailable,
} from '../proxy/upstream-errors.ts';
import type {
  DispatchController,
  DispatchHandler,
  DispatchOptions,
  UndiciDispatcher,
  UpstreamHeaders,
} from './dispatcher.ts';
import { writeUpstreamHead } from './write-upstream-head.ts';
import type { BrowserSide } from './write-upstream-head.ts';

/** One call of a browser, from its admission on. */
export interface AdmittedCall {
  readonly dispatcher: UndiciDispatcher;
  readonly options: Omit<DispatchOptions, 'headers'>;
  readonly tokens: CallTokens;
  readonly side: BrowserSide;
  readonly timeoutMs: number;
}

// A refusal is a few hundred bytes. Reading it keeps the connection; more is not worth it.
const maxDiscardedBytes = 65_536;

/**
 * Sends a call once, and the response to the browser. Resolves with `false` when Close refused the token, and
 * nothing was sent to the browser.
 *
 * @throws CloseServerError `upstream_timeout`, `upstream_unavailable`, `upstream_redirect` or `aborted`,
 * while nothing was sent to the browser.
 */
export function sendCall(call: AdmittedCall, headers: Record<string, string>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const exchange = new Exchange(call, { resolve, reject });
    try {
      call.dispatcher.dispatch({ ...call.options, headers }, exchange);
    } catch (thrown) {
      exchange.onResponseError(undefined, thrown);
    }
  });
}

/** The end of an exchange: one of both is called, once. */
interface Ending {
  readonly resolve: (isAccepted: boolean) => void;
  readonly reject: (reason: Error) => void;
}

/**
 * The steps of a response: wait for its head, then forward or discard its body. Callbacks instead of a
 * stream: three quarters of the cost of a call are saved.
 */
class Exchange implements DispatchHandler {
  readonly #call: AdmittedCall;
  readonly #ending: Ending;
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #onClose = () => this.#leave();
  #controller: DispatchController | undefined;
  #step: 'head' | 'forward' | 'discard' | 'over' = 'head';
  #sink: Writable | undefined;
  #discarded = 0;

  constructor(call: AdmittedCall, ending: Ending) {
    this.#call = call;
    this.#ending = ending;
    this.#timer = setTimeout(() => this.#fail(upstreamTimeout()), Math.min(call.timeoutMs, longestTimerMs));
    call.side.response.once('close', this.#onClose);
    if (call.side.response.destroyed) this.#leave();
  }

  onRequestStart(controller: DispatchController): void {
    this.#controller = controller;
    if (this.#step === 'over') controller.abort(callAborted());
  }

  onResponseStart(controller: DispatchController, status: number, headers: UpstreamHeaders): void {
    if (status < 200 || this.#step !== 'head') return;
    this.#controller = controller;
    try {
      this.#judge(status, headers);
    } catch (thrown) {
      this.#fail(toHandlerError(thrown));
    }
  }

  onResponseData(controller: DispatchController, chunk: Uint8Array): void {
    if (this.#step === 'discard') this.#discard(controller, chunk);
    const sink = this.#sink;
    if (this.#step !== 'forward' || sink === undefined || sink.write(chunk)) return;
    controller.pause();
    sink.once('drain', () => controller.resume());
  }

  onResponseEnd(): void {
    if (this.#step === 'forward') this.#sink?.end();
    this.#over();
  }

  onResponseError(_controller: DispatchController | undefined, error: unknown): void {
    if (this.#step === 'head') this.#fail(upstreamUnavailable(error));
    // A body that was cut must not look complete.
    else if (this.#step === 'forward') this.#call.side.response.destroy();
    this.#over();
  }

  #judge(status: number, headers: UpstreamHeaders): void {
    assertForwardable(status);
    clearTimeout(this.#timer);
    const isAccepted = this.#call.tokens.accepts(status);
    if (isAccepted) this.#sink = writeUpstreamHead(this.#call.side, status, headers);
    this.#step = isAccepted ? 'forward' : 'discard';
    this.#ending.resolve(isAccepted);
  }

  #discard(controller: DispatchController, { byteLength }: Uint8Array): void {
    this.#discarded += byteLength;
    if (this.#discarded > maxDiscardedBytes) controller.abort(callAborted());
  }

  /** The browser has disconnected, or its response is complete. */
  #leave(): void {
    if (this.#step === 'over') return;
    if (this.#step === 'head') this.#fail(callAborted());
    else this.#stop(callAborted());
  }

  #fail(error: Error): void {
    this.#ending.reject(error);
    this.#stop(error);
  }

  #stop(reason: Error): void {
    this.#over();
    this.#controller?.abort(reason);
  }

  #over(): void {
    this.#step = 'over';
    clearTimeout(this.#timer);
    this.#call.side.response.off('close', this.#onClose);
  }
}
