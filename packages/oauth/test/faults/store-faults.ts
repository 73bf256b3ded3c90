import type { GrantRecord, TokenStore } from '@closekit/oauth';

/** A fault of the store, once in a case. */
export type StoreFault =
  | 'nothing'
  | 'a read fails'
  | 'a read is stale'
  | 'the lease cannot be written'
  | 'the lease is written without acknowledgement'
  | 'the pair cannot be written, twice'
  | 'the pair is written without acknowledgement'
  | 'another writes in between'
  | 'the lease is lost'
  | 'the store is down for a while';

export const storeFaults: readonly StoreFault[] = [
  'nothing',
  'a read fails',
  'a read is stale',
  'the lease cannot be written',
  'the lease is written without acknowledgement',
  'the pair cannot be written, twice',
  'the pair is written without acknowledgement',
  'another writes in between',
  'the lease is lost',
  'the store is down for a while',
];

export const remoteStoreFaults: readonly StoreFault[] = [
  'the lease is written without acknowledgement',
  'the pair is written without acknowledgement',
  'the store is down for a while',
];

const downForMs = 300;

/** The shared plan of the stores of one case. */
export interface FaultPlan {
  fault: StoreFault;
  left: number;
  first: GrantRecord | undefined;
  downUntil: number;
}

export function planOf(fault: StoreFault): FaultPlan {
  return {
    fault,
    left: fault === 'the pair cannot be written, twice' ? 2 : 1,
    first: undefined,
    downUntil: 0,
  };
}

function fail(): never {
  throw new Error('the store failed');
}

/** Wraps a store with the faults of a plan. */
export function faultyStore(store: TokenStore, plan: FaultPlan): TokenStore {
  const strikes = (fault: StoreFault): boolean => plan.fault === fault && plan.left > 0 && plan.left-- > 0;
  const checkUp = (): void => {
    if (Date.now() < plan.downUntil) fail();
  };

  async function disturb(key: string, lease: GrantRecord['lease']): Promise<void> {
    const found = await store.load(key);
    if (found) await store.compareAndSet(key, found.version, { ...found, version: found.version + 1, lease });
  }

  async function beforePair(key: string, next: GrantRecord): Promise<void> {
    const fingerprint = (await store.load(key))?.fingerprint ?? '';
    if (strikes('another writes in between')) await disturb(key, next.lease);
    if (strikes('the lease is lost')) {
      await disturb(key, {
        owner: 'other',
        expiresAt: Date.now() + 7_200_000,
        fingerprint,
        attempt: 2,
        beat: 0,
        rounds: -1,
      });
    }
    if (strikes('the pair cannot be written, twice')) fail();
    if (strikes('the store is down for a while')) plan.downUntil = Date.now() + downForMs;
    checkUp();
  }

  return {
    ...store,
    async load(key) {
      checkUp();
      if (strikes('a read fails')) fail();
      const record = await store.load(key);
      plan.first ??= record;
      return plan.first !== undefined && record?.lease && strikes('a read is stale') ? plan.first : record;
    },
    async compareAndSet(key, version, next) {
      checkUp();
      const pair = next.generation > 1;
      if (pair) await beforePair(key, next);
      else if (strikes('the lease cannot be written')) fail();
      const done = await store.compareAndSet(key, version, next);
      if (strikes(`the ${pair ? 'pair' : 'lease'} is written without acknowledgement`)) fail();
      return done;
    },
  };
}
