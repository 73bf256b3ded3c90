/** How a waiting worker finds that the holder of a lease is silent. */
export type Watching =
  /** By rounds: writes in the record, each a gap after the last, cleared by every beat. */
  | 'rounds'
  /** By one write, then a window of working reads. */
  | 'announce once'
  /** By a window of working reads alone. */
  | 'reads';

/** The rules of the refresh. Times are heartbeats. */
export interface Rules {
  /** How long a lease lasts after each write of its holder. */
  readonly lease: number;
  /** How long a worker listens for a response. */
  readonly patience: number;
  /** Rounds of silence before a foreign lease is taken over; the taking is the last. */
  readonly rounds: number;
  /** The least time between two rounds. */
  readonly gap: number;
  /** The greatest age of a lease when its holder sends. */
  readonly sendWithin: number;
  /** How long a refusal is doubted when an earlier sending may have succeeded. */
  readonly grace: number;
  /** A refusal counts only when the store, read again, still holds the refused token. */
  readonly readsAgain: boolean;
  /** Requests of one flight, repetitions included. */
  readonly sendings: number;
  /** The time between two tries to store a pair. */
  readonly storeEvery: number;
  /** The holder beats while its request is open. */
  readonly beats: boolean;
  /** A lease is taken over only after it has expired, too. */
  readonly expiry: boolean;
  /** After a stall, responses that wait in the socket are read before timers run. */
  readonly socketsFirst: boolean;
  /** Who owns a lease: a flight, or the process with all its flights. */
  readonly owner: 'flight' | 'process';
  readonly watching: Watching;
  /** A pair is stored where the store holds the spent token, or where the lease is still the own one. */
  readonly storeWhere: 'spent token' | 'own lease';
}

/** Small numbers with which exhaustive runs are quick; they keep the order of the real ones. */
export const smallRules: Rules = {
  lease: 4,
  patience: 6,
  rounds: 3,
  gap: 2,
  sendWithin: 1,
  grace: 3,
  readsAgain: true,
  sendings: 2,
  storeEvery: 1,
  beats: true,
  expiry: true,
  socketsFirst: true,
  owner: 'flight',
  watching: 'rounds',
  storeWhere: 'spent token',
};

/** The published ratio of lease, rounds and gap. */
export const publishedRules: Rules = { ...smallRules, lease: 12, patience: 16, rounds: 5 };
