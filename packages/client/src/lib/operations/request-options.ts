/** What every operation accepts beside the query parameters of its own. */
export interface RequestOptions {
  /** Aborts the call: sending, reading, and waiting before another attempt. */
  readonly signal?: AbortSignal | undefined;
  /** Extra request headers. `Authorization` is always the client's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Time limit of one attempt in milliseconds, reading the body included; `Infinity` for none. */
  readonly timeoutMs?: number | undefined;
}
