import { consumeTrials, sharedConsumeTrials } from './consume-trials.ts';
import { damageTrials } from './damage-trials.ts';
import { eraseTrials } from './erase-trials.ts';
import { scanTrials } from './scan-trials.ts';
import type { Trial } from './trial.ts';
import { lossTrials, recordTrials, sharedTrials } from './trials.ts';
import { assertTokenStore } from '../../record/token-store.ts';
import type { TokenStore } from '../../record/token-store.ts';

/** One check of a store. */
export interface StoreCheck {
  /** The requirement, as a sentence. */
  readonly name: string;
  /** Creates a store and checks it; rejects when the store fails the check. */
  run(): Promise<void>;
}

/** The options of {@link tokenStoreContract}. */
export interface StoreContractOptions {
  /** Whether all stores of `makeStore` are connections to the same data. Adds checks across connections. */
  shared?: boolean;
  /**
   * Breaks the connection after the next write has reached the database, so that its reply is lost. Adds the
   * checks for lost replies.
   */
  loseNextReply?: () => void | Promise<void>;
  /**
   * Cuts off the stored text of a record, as a failed restore would: keep its first 40 characters. Adds the checks for
   * damaged rows.
   */
  damageRow?: (key: string) => void | Promise<void>;
}

/**
 * Lists the checks that a store for tokens must pass. Run them with any test runner, on a database for tests:
 * one check writes and erases 1,010 records, and marks stay until they expire.
 *
 * @param makeStore - Creates a store that is ready to use; it may contain data of earlier stores.
 * @param options - Adds checks.
 * @returns The checks, independent of each other.
 * @example
 * ```ts
 * it.each(tokenStoreContract(() => myStore(), { shared: true }))('$name', (check) => check.run());
 * ```
 */
export function tokenStoreContract(
  makeStore: () => TokenStore | Promise<TokenStore>,
  options: StoreContractOptions = {},
): StoreCheck[] {
  const { shared = false, loseNextReply, damageRow } = options;
  const losing = loseNextReply === undefined ? {} : lossTrials(loseNextReply);
  const damaging = damageRow === undefined ? {} : damageTrials(damageRow);
  const among = shared ? { ...sharedTrials, ...sharedConsumeTrials } : {};
  const alone = { ...recordTrials, ...scanTrials, ...eraseTrials, ...consumeTrials };
  const trials = { ...alone, ...among, ...losing, ...damaging };
  return Object.entries(trials).map(([name, trial]) => ({ name, run: () => runTrial(trial, makeStore) }));
}

async function runTrial(trial: Trial, makeStore: () => TokenStore | Promise<TokenStore>): Promise<void> {
  const opened: TokenStore[] = [];
  const connect = async (): Promise<TokenStore> => {
    const store: unknown = await makeStore();
    assertTokenStore(store, 'tokenStoreContract');
    opened.push(store);
    return store;
  };
  try {
    await trial({ store: await connect(), connect, key: `orga_${crypto.randomUUID()}/user_contract` });
  } finally {
    await Promise.all(opened.map(async (store) => store.close?.()));
  }
}
