import type { LimitOptions } from '../transport/call-limits.ts';

/** Options that every operation accepts in addition to its own query parameters. */
export interface RequestOptions extends LimitOptions {
  /** Aborts the call: waiting in the queue, sending, reading, and waiting for the next attempt. */
  readonly signal?: AbortSignal | undefined;
  /** Additional request headers. `Authorization` is always set by the client. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /**
   * `bulk` lets other calls of the same endpoint group go first while the client waits for its rate limit.
   * Default: `normal`; when a list is iterated, `bulk`.
   */
  readonly priority?: 'normal' | 'bulk' | undefined;
}
