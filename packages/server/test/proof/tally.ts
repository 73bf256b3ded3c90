/** What happened to the users of the app. */
export interface Tally {
  /** Responses by their code; `ok` for a success. */
  readonly responses: Map<string, number>;
  /** Users whose session was gone. */
  readonly signOuts: string[];
  /** Logins that ended in two sessions. */
  readonly doubleLogins: string[];
  /** Callbacks that failed although no process was killed while they ran. */
  readonly failedLogins: string[];
  /** Users whose connection was lost, once for each time. */
  readonly losses: string[];
  /** Logins that a kill has cut. */
  cutLogins: number;
  /** Reads that two kills have cut. */
  cutReads: number;
  /** Writes that a kill has cut: they are not repeated. */
  cutWrites: number;
  logins: number;
  /** The completed reads and writes of each user. */
  readonly acts: Map<string, number>;
}

/** Creates an empty tally. */
export function createTally(): Tally {
  return {
    responses: new Map(),
    signOuts: [],
    doubleLogins: [],
    failedLogins: [],
    losses: [],
    cutLogins: 0,
    cutReads: 0,
    cutWrites: 0,
    logins: 0,
    acts: new Map(),
  };
}

/** Counts a response by its code. */
export function countResponse({ responses }: Tally, code: string): void {
  responses.set(code, (responses.get(code) ?? 0) + 1);
}
