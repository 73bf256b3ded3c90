/** Options that every operation accepts in addition to its own query parameters. */
export interface RequestOptions {
  /** Aborts the call: sending, reading, and waiting for the next attempt. */
  readonly signal?: AbortSignal | undefined;
  /** Additional request headers. `Authorization` is always set by the client. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Time limit in milliseconds for each step of an attempt: getting a token, and sending with reading the
   * body; `Infinity` for none. Default: that of the client.
   */
  readonly timeoutMs?: number | undefined;
}
