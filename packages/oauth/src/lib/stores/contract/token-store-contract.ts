import { contractTrials, lossTrials, sharedTrials } from './trials.ts';
import type { Trial } from './trials.ts';
import { assertTokenStore } from '../../record/token-store.ts';
import type { TokenStore } from '../../record/token-store.ts';

/** One thing that every store must do. */
export interface StoreCheck {
  /** What the store does, as a sentence. */
  readonly name: string;
  /** Makes a store and tries it; rejects with what was wrong. */
  run(): Promise<void>;
}

/** What more {@link tokenStoreContract} can try. */
export interface StoreContractOptions {
  /** Every store that `makeStore` gives is another connection to the same data. Adds the checks across connections. */
  shared?: boolean;
  /**
   * Breaks the connection after the next write reached the database, so that its reply is lost. Adds the checks
   * of what the store says then.
   */
  loseNextReply?: () => void | Promise<void>;
}

/**
 * Lists what a store must do to be trusted with tokens. It needs no test runner: give each check to yours.
 *
 * @param makeStore - Makes a store that is ready to use; data of earlier stores may be in it.
 * @param options - What more to try.
 * @returns The checks, independent of each other.
 * @example
 * it.each(tokenStoreContract(() => myStore(), { shared: true }))('$name', (check) => check.run());
 */
export function tokenStoreContract(
  makeStore: () => TokenStore | Promise<TokenStore>,
  options: StoreContractOptions = {},
): StoreCheck[] {
  const { shared = false, loseNextReply } = options;
  const losing = loseNextReply === undefined ? {} : lossTrials(loseNextReply);
  const trials = { ...contractTrials, ...(shared && sharedTrials), ...losing };
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
