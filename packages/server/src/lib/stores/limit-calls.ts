import { processWide } from '../base/process-wide.ts';
import { CloseServerError } from '../base/errors.ts';
import type { SessionStore } from './session-store.ts';

// Longer than the calls of our own stores may take.
const limitMs = 10_000;

/** Marks a store whose calls end by themselves, so that they need no timer. */
export function endsItsCalls(store: SessionStore): SessionStore {
  ownStores().add(store);
  return store;
}

/** Limits the time of a store's calls, unless they end by themselves: a call that hangs must not hold a request. */
export function limitCalls(store: SessionStore): SessionStore {
  if (ownStores().has(store)) return store;
  return {
    load: (key) => inTime(async () => store.load(key)),
    save: (key, record) => inTime(async () => store.save(key, record)),
    update: (key, changes) => inTime(async () => store.update(key, changes)),
    delete: (key) => inTime(async () => store.delete(key)),
    list: (filter, page) => inTime(async () => store.list(filter, page)),
    deleteAll: (filter, exceptKey) => inTime(async () => store.deleteAll(filter, exceptKey)),
  };
}

function inTime<Result>(call: () => Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), limitMs);
    void call()
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}

function tooLate(): CloseServerError {
  const message = 'A call of the session store has not settled within ten seconds.';
  return new CloseServerError('session_store_unavailable', message);
}

function ownStores(): WeakSet<SessionStore> {
  return processWide('own-session-stores/1', () => new WeakSet<SessionStore>());
}
