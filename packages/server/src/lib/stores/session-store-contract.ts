import { selectionTrials, sharedTrials } from './selection-trials.ts';
import { assertSessionStore } from './session-store.ts';
import type { SessionStore } from './session-store.ts';
import { recordTrials } from './session-trials.ts';
import type { SessionTrial, TrialIds } from './session-trials.ts';

/** One check of a session store. */
export interface SessionStoreCheck {
  /** The requirement, as a sentence. */
  readonly name: string;
  /** Creates a store and checks it; rejects when the store fails the check. */
  run(): Promise<void>;
}

/** The options of {@link sessionStoreContract}. */
export interface SessionStoreContractOptions {
  /** Whether all stores of `makeStore` are connections to the same data. Adds checks across connections. */
  readonly shared?: boolean;
}

/**
 * Lists the checks that a session store must pass. Run them with any test runner, on a database for tests: each check
 * uses users and organizations of its own, and leaves sessions behind.
 *
 * @param makeStore - Creates a store that is ready to use; it may contain data of earlier stores.
 * @param options - Adds checks.
 * @returns The checks, independent of each other.
 * @example
 * ```ts
 * it.each(sessionStoreContract(() => myStore(), { shared: true }))('$name', (check) => check.run());
 * ```
 */
export function sessionStoreContract(
  makeStore: () => SessionStore | Promise<SessionStore>,
  options: SessionStoreContractOptions = {},
): SessionStoreCheck[] {
  const { shared = false } = options;
  const trials = { ...recordTrials, ...selectionTrials, ...(shared ? sharedTrials : {}) };
  return Object.entries(trials).map(([name, trial]) => ({ name, run: () => runTrial(trial, makeStore) }));
}

async function runTrial(
  trial: SessionTrial,
  makeStore: () => SessionStore | Promise<SessionStore>,
): Promise<void> {
  const opened: SessionStore[] = [];
  const connect = async (): Promise<SessionStore> => {
    const store: unknown = await makeStore();
    assertSessionStore(store, 'sessionStoreContract', 'makeStore()');
    opened.push(store);
    return store;
  };
  try {
    await trial({ store: await connect(), connect, ids: createIds() });
  } finally {
    await Promise.all(opened.map(async (store) => store.close?.()));
  }
}

function createIds(): TrialIds {
  const id = crypto.randomUUID();
  return {
    userId: `user_${id}`,
    otherUserId: `user_${id}_other`,
    organizationId: `orga_${id}`,
    otherOrganizationId: `orga_${id}_other`,
    key: (name) => `${id}/${name}`,
  };
}
