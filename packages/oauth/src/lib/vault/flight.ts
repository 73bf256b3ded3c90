import type { OAuthEventDetails } from './event.ts';
import type { GrantId } from '../record/grant-id.ts';
import type { GrantRecord } from '../record/token-store.ts';

/** One search for a token of one grant in this process. Its callers share it. */
export interface Flight {
  /** A random name, which the lease of this flight carries: no other flight takes that lease for its own. */
  readonly owner: string;
  /** When it started, by the monotonic clock. */
  readonly startedAt: number;
  /** When a flight that has nothing to lose gives up, by the monotonic clock. */
  deadline: number;
  /** When the host may end the call that this flight runs in, by the monotonic clock. */
  readonly endsAt: number;
  /** Counts the signs of life. A flight without any was cancelled with the call it ran in. */
  pulse: number;
  /** When the latest heartbeat started, or the write of the lease. */
  beatAt: number;
  /** The number of requests sent. */
  attempts: number;
  /** The newest generation seen; a newer one comes from another flight. */
  generation: number | undefined;
  /** The latest lease of this flight. */
  lease: Lease | undefined;
}

/** The right of one flight to send a refresh token. It is in the record before the token is sent. */
export interface Lease {
  /** The latest record with the lease; its fingerprint is that of the token to spend. */
  record: GrantRecord;
  /** The number of this attempt: how often the token may have been sent, this time included. */
  readonly attempt: number;
  /** When the latest confirmed write of the lease started. */
  confirmedAt: Reading;
  /** How far the clock of the store is ahead of the monotonic clock. */
  readonly clockOffset: number;
  /** Whether the token was sent in this attempt. */
  isSent: boolean;
  /** Whether the lease is over: released, or no longer in the record. */
  isOver: boolean;
}

/** A moment, by both clocks of this process. */
export interface Reading {
  readonly elapsed: number;
  readonly now: number;
}

/** A flight, its grant and its token. */
export interface RunningFlight {
  readonly id: GrantId;
  readonly flight: Flight;
  readonly token: Promise<string>;
}

/** The details that a flight adds to its events. */
export function progressOf({ startedAt, attempts, generation }: Flight): OAuthEventDetails {
  return { startedAt, attempts, ...(generation !== undefined && { generation }) };
}
