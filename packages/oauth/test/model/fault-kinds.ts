/** Faults of one worker or its connection that can cost a grant, whatever a client does. */
export const harmfulFaults = [
  'kill',
  'pause',
  'partition',
  'request travels on',
  'reply lost',
  'late answer',
] as const;

/** Faults that must never cost a grant. */
export const harmlessFaults = [
  'store down',
  'no writes',
  'failed write',
  'late write',
  'clock step',
  'sleep',
  'request lost',
  'request vanishes',
] as const;

/** Every kind of fault. */
export const allFaults = [...harmlessFaults, ...harmfulFaults] as const;

/** A kind of fault. */
export type FaultKind = (typeof allFaults)[number];
