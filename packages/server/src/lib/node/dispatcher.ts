import type { ApiMethod } from '../admission/admit.ts';

/** The part of an undici request that is used. */
export interface DispatchOptions {
  /** The origin of the API. */
  readonly origin: string;
  /** The path and query. */
  readonly path: string;
  /** The method. */
  readonly method: ApiMethod;
  /** The headers, by lower-case name. */
  readonly headers: Record<string, string>;
  /** The whole body, if any. */
  readonly body: Uint8Array | null;
  /** `0`: the call has a time limit of its own. */
  readonly headersTimeout: number;
}

/** The control over one response. */
export interface DispatchController {
  /**
   * Closes the connection.
   *
   * @param reason - The error that the handler receives.
   */
  abort(reason: Error): void;
  /** Stops reading the body. */
  pause(): void;
  /** Continues reading the body. */
  resume(): void;
}

/** The headers of a response, by lower-case name. */
export type UpstreamHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Receives one response, step by step. */
export interface DispatchHandler {
  /**
   * The request is about to be sent.
   *
   * @param controller - The control over the response.
   */
  onRequestStart(controller: DispatchController): void;
  /**
   * The status and the headers have arrived. Also called for statuses from 100 to 199.
   *
   * @param controller - The control over the response.
   * @param status - The status.
   * @param headers - The headers.
   */
  onResponseStart(controller: DispatchController, status: number, headers: UpstreamHeaders): void;
  /**
   * A part of the body has arrived.
   *
   * @param controller - The control over the response.
   * @param chunk - The bytes.
   */
  onResponseData(controller: DispatchController, chunk: Uint8Array): void;
  /** The response is complete. */
  onResponseEnd(): void;
  /**
   * The request or the response has failed.
   *
   * @param controller - The control over the response; `undefined` when the request was never sent.
   * @param error - The cause.
   */
  onResponseError(controller: DispatchController | undefined, error: unknown): void;
}

/** A dispatcher of undici 7, such as an `Agent`, a `Pool` or a `ProxyAgent`. */
export interface UndiciDispatcher {
  /**
   * Sends one request.
   *
   * @param options - The request.
   * @param handler - Receives the response.
   * @returns `false` when the dispatcher is busy. It sends the request all the same.
   */
  dispatch(options: DispatchOptions, handler: DispatchHandler): boolean;
}
