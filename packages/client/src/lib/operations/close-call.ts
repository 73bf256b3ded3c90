import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';

/** A finished call: the data and its response. */
export interface CloseResponse<T> {
  /** The parsed body; `undefined` for an empty body. */
  readonly data: T;
  /** The response, its body already read. */
  readonly response: Response;
  /** Number of requests that were sent, replays and retries included. */
  readonly attempts: number;
}

/** The result of {@link CloseCall.result}: data or error, decided by `ok`. */
export type CloseResult<T> =
  /** The call succeeded. */
  | { readonly ok: true; readonly data: T }
  /** The call failed. */
  | { readonly ok: false; readonly error: CloseApiError };

/**
 * One call of the API that has not been sent yet. It is sent when it is first awaited, or when `result` or
 * `withResponse` is called, and only once: awaiting it again returns the same outcome. A call that is never
 * awaited is never sent.
 */
export interface CloseCall<T> extends Promise<T> {
  /**
   * Sends the call and returns a failure as a value.
   *
   * @returns `{ ok: true, data }` or `{ ok: false, error }`. Wrong arguments still throw.
   */
  result(): Promise<CloseResult<T>>;
  /**
   * Sends the call and returns the response together with the data.
   *
   * @returns The data, the response (body read) and the number of requests sent.
   * @throws CloseApiError for the same reasons as awaiting the call.
   */
  withResponse(): Promise<CloseResponse<T>>;
}

/**
 * The implementation of {@link CloseCall}.
 *
 * @internal
 */
export class LazyCall<T> implements CloseCall<T> {
  readonly #send: () => Promise<CloseResponse<T>>;
  #response: Promise<CloseResponse<T>> | undefined;

  constructor(send: () => Promise<CloseResponse<T>>) {
    this.#send = send;
  }

  get [Symbol.toStringTag](): string {
    return 'CloseCall';
  }

  withResponse(): Promise<CloseResponse<T>> {
    return (this.#response ??= this.#send());
  }

  async result(): Promise<CloseResult<T>> {
    try {
      return { ok: true, data: await this };
    } catch (error) {
      if (isCloseApiError(error)) return { ok: false, error };
      throw error;
    }
  }

  // oxlint-disable-next-line unicorn/no-thenable -- a call is awaitable
  then<R = T, E = never>(
    onFulfilled?: ((data: T) => R | PromiseLike<R>) | null,
    onRejected?: ((reason: unknown) => E | PromiseLike<E>) | null,
  ): Promise<R | E> {
    return this.withResponse().then(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without a callback R is T
      ({ data }) => (onFulfilled ? onFulfilled(data) : (data as unknown as R)),
      onRejected,
    );
  }

  catch<E = never>(onRejected?: ((reason: unknown) => E | PromiseLike<E>) | null): Promise<T | E> {
    return this.then(undefined, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then(undefined).finally(onFinally);
  }
}
