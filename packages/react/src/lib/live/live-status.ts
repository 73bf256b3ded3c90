/**
 * State of the live events:
 *
 * - `disabled`: not subscribed: `enabled` is `false`, or the user is not signed in.
 * - `unsupported`: the client has no session routes, or the browser has no `EventSource`.
 * - `connecting`: the first stream is opening.
 * - `open`: events arrive.
 * - `stale`: the stream is lost or silent, and opens again: the page may show old data until it is `open`.
 * - `refused`: the backend refuses the stream; it is tried again, at most five minutes later.
 */
export type CloseLiveStatus = 'disabled' | 'unsupported' | 'connecting' | 'open' | 'stale' | 'refused';
