import { isRecord } from '../base/is-record.ts';
import type { CloseLiveEvent } from './event.ts';
import { isLiveEvent } from './event.ts';
import type { CloseLiveStatus } from './live-status.ts';

/** A message of the stream, as one tab passes it on to the others. */
export type LiveMessage =
  /** One change, and its position in the stream. */
  | { readonly kind: 'event'; readonly position: string; readonly event: CloseLiveEvent }
  /** Events were missed; the stream continues at this position. */
  | { readonly kind: 'reset'; readonly position: string }
  /** The state of the stream, once per heartbeat and after each change. */
  | {
      readonly kind: 'state';
      /** The position up to which everything has been passed on; empty before the first one. */
      readonly position: string;
      readonly status: CloseLiveStatus;
      /** The interval of the heartbeats, in milliseconds. */
      readonly intervalMs: number;
    };

/** A message between tabs: one of the stream, or the question for its state. */
export type TabMessage = LiveMessage | { readonly kind: 'ask' };

/** Checks a message of another tab, which may run another version of the app. */
export function isTabMessage(value: unknown): value is TabMessage {
  if (!isRecord(value)) return false;
  const { kind, position, event, status, intervalMs } = value;
  if (kind === 'ask') return true;
  if (typeof position !== 'string') return false;
  if (kind === 'state') return typeof status === 'string' && typeof intervalMs === 'number';
  return kind === 'reset' || (kind === 'event' && isLiveEvent(event));
}
