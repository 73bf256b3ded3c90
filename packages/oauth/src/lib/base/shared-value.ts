import { CallTimeout, inTime } from './in-time.ts';

/** A value that is fetched at first use and may be fetched again: see {@link createSharedValue}. */
export interface SharedValue<T> {
  /** Returns the value, and fetches it first if need be. A failure is not remembered. */
  get(): Promise<T>;
  /** Fetches the value again. After a failure the old one stays. */
  reload(): Promise<void>;
}

const patienceMs = 5000;
const fetchLimit = 3;

/**
 * Shares a fetched value, and a fetch in progress for a limited time only: it may belong to a call that its host has
 * cancelled, as on Cloudflare Workers, and then it never settles. After that, a caller starts a fetch of its own.
 *
 * @returns The value; `get` rejects with the error of the fetch, or with CallTimeout.
 */
export function createSharedValue<T>(fetch: () => Promise<T>): SharedValue<T> {
  let current: { readonly value: T; readonly number: number } | undefined;
  let latest: Promise<T> | undefined;
  let started = 0;

  async function start(): Promise<T> {
    started += 1;
    const number = started;
    const value = await fetch();
    // A slow fetch does not replace the value of a later one.
    if (current === undefined || current.number < number) current = { value, number };
    return current.value;
  }

  async function wait(fetching: Promise<T>): Promise<T> {
    try {
      return await inTime(patienceMs, () => fetching);
    } finally {
      if (latest === fetching) latest = undefined;
    }
  }

  return {
    async get() {
      for (let count = 1; ; count += 1) {
        if (current !== undefined) return current.value;
        latest ??= start();
        try {
          return await wait(latest);
        } catch (error) {
          if (!(error instanceof CallTimeout) || count === fetchLimit) throw error;
        }
      }
    },
    async reload() {
      await wait(start());
    },
  };
}
