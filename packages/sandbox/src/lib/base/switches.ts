/** When changes become visible, and what of Close's behaviour is not certain. All members are optional. */
export interface SandboxConsistency {
  /**
   * The time until lists and search show a change, in milliseconds. A GET by id shows it at once. Close does
   * not document it; integrators saw 30 to 60 seconds. Default: 0.
   */
  listDelayMs?: number;
  /**
   * The time until the Event Log shows an event and its webhooks are sent, in milliseconds, at most a day.
   * Close does not document it. Default: 0.
   */
  eventDelayMs?: number;
  /**
   * For how long a GET by id still returns a deleted object as it was, in milliseconds. Integrators saw this
   * at Close. Default: 0.
   */
  deletedReadableMs?: number;
  /**
   * Whether the deletion of a lead and a merge cause events of the contacts, tasks and other objects that are
   * deleted or moved, too. Close does not document it. Default: `true`.
   */
  childEvents?: boolean;
  /**
   * The window in which the updates of one object by one user are one event, in milliseconds, at most a day.
   * It begins with the first update; each further one gives the event a new `date_updated`. Webhooks of
   * updates and deletions wait for its end. Close documents that it consolidates, but not the window.
   * Default: 0.
   */
  consolidateMs?: number;
  /**
   * The age at which the Event Log hides `data` and `previous_data` of an event from users whose role is not
   * `admin`, in milliseconds. Close documents an hour. Default: `Infinity`.
   */
  hideEventDataAfterMs?: number;
  /** For how long the Event Log keeps an event, in milliseconds. Default: 30 days, as Close documents it. */
  eventRetentionMs?: number;
  /**
   * What a search cursor stands for: a `position`, so that changes between two pages shift rows, or a
   * `snapshot` of the ids that the first page found. Close does not document it. Default: `position`.
   */
  searchCursor?: 'position' | 'snapshot';
  /**
   * The order of records with equal sort values (without a sort, of equal age): `stable`, or `unstable`:
   * another one in each request, determined by the seed. Close does not document it. Default: `stable`.
   */
  ties?: 'stable' | 'unstable';
}

/** The largest numbers that the API takes. All members are optional. */
export interface SandboxCeilings {
  /** The largest `_skip`; a larger one gets 400. Default: 35,000. */
  skip?: number;
  /** The largest `_limit` of lists other than those below. Default: 1,000, which is assumed. */
  pageSize?: number;
  /** The largest `_limit` of the list of leads. Default: 200. */
  leadPageSize?: number;
  /** The largest `_limit` of the Event Log. Default: 50. */
  eventPageSize?: number;
  /** The largest `_limit` of a search. Close does not document it. Default: `Infinity`. */
  searchPageSize?: number;
  /** The number of objects that the cursors of a search reach. Default: 10,000. */
  searchResults?: number;
  /** The lifetime of a search cursor, in milliseconds. Default: 30,000. */
  searchCursorMs?: number;
  /** The number of webhook subscriptions of an organization. Default: 40. */
  webhookSubscriptions?: number;
}

export interface Switches {
  readonly consistency: Readonly<Required<SandboxConsistency>>;
  readonly ceilings: Readonly<Required<SandboxCeilings>>;
}

export const defaultSwitches: Switches = {
  consistency: {
    listDelayMs: 0,
    eventDelayMs: 0,
    deletedReadableMs: 0,
    childEvents: true,
    consolidateMs: 0,
    hideEventDataAfterMs: Number.POSITIVE_INFINITY,
    eventRetentionMs: 2_592_000_000,
    searchCursor: 'position',
    ties: 'stable',
  },
  ceilings: {
    skip: 35_000,
    pageSize: 1000,
    leadPageSize: 200,
    eventPageSize: 50,
    searchPageSize: Number.POSITIVE_INFINITY,
    searchResults: 10_000,
    searchCursorMs: 30_000,
    webhookSubscriptions: 40,
  },
};

const dayMs = 86_400_000;
/** The durations that timers wait for. */
const timerNames: ReadonlySet<string> = new Set(['eventDelayMs', 'consolidateMs']);
const choices: Readonly<Record<string, readonly unknown[]>> = {
  childEvents: [true, false],
  searchCursor: ['position', 'snapshot'],
  ties: ['stable', 'unstable'],
};

/** An option, whether it is right, and what it must be. */
export type OptionCheck = readonly [option: string, isRight: boolean, wanted: string];

export function checksOf(switches: Switches): OptionCheck[] {
  return (['consistency', 'ceilings'] as const).flatMap((group) =>
    Object.entries<unknown>(switches[group]).map(([name, value]): OptionCheck => {
      const option = `${group}.${name}`;
      if (!Object.hasOwn(defaultSwitches[group], name)) return [option, false, 'left out: it is unknown'];
      const allowed = choices[name];
      const isAmount = typeof value === 'number' && value >= 0;
      if (timerNames.has(name)) return [option, isAmount && value <= dayMs, `a number from 0 to ${dayMs}`];
      if (allowed === undefined) return [option, isAmount, 'a number of at least 0'];
      const texts = allowed.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)));
      return [option, allowed.includes(value), texts.join(' or ')];
    }),
  );
}
