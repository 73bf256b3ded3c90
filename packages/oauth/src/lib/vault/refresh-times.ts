/** The durations of the refresh algorithm, in milliseconds, and its number of rounds. */
export interface RefreshTimes {
  /** How long a lease lasts after its last heartbeat. */
  readonly leaseMs: number;
  /** How often the holder of a lease renews it, and others look at it. */
  readonly heartbeatMs: number;
  /** The shortest time between two knocks of a process that waits for a silent holder. */
  readonly gapMs: number;
  /** The shortest silence before a lease is taken over: {@link knockLimit} gaps. */
  readonly windowMs: number;
}

/** How many knocks a holder may leave unanswered. */
export const knockLimit = 5;

const heartbeatsPerLease = 12;
const shortestHeartbeatMs = 100;

/** The shortest allowed lease, in milliseconds. */
export const shortestLeaseMs: number = heartbeatsPerLease * shortestHeartbeatMs;

/** Derives the times from the length of a lease. */
export function toRefreshTimes(leaseMs: number): RefreshTimes {
  const heartbeatMs = leaseMs / heartbeatsPerLease;
  const gapMs = heartbeatMs * 2;
  return { leaseMs, heartbeatMs, gapMs, windowMs: gapMs * knockLimit };
}
