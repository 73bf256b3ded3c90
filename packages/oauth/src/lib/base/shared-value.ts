import { CallTimeout, inTime } from './in-time.ts';

/** A value that is fetched at first use and may be fetched again: see {@link createSharedValue}. */
export interface SharedValue<T> {
  /** Returns the value, and fetches it first if need be. A failure is not remembered. */
  readonly get: () => Promise<T>;
  /** Fetches the value again. After a failure the old one stays. */
  readonly reload: () => Promise<void>;
}

// A host may cancel the call that fetches, as Cloudflare Workers do: its fetch then never settles.
const joinMs = 2000;

/**
 * Shares a value between calls. Concurrent callers share one fetch, but for a limited time: after that, one of them
 * starts another.
 */
export function createSharedValue<T>(fetch: () => Promise<T>): SharedValue<T> {
  let current: { readonly value: T; readonly number: number } | undefined;
  let latest: Promise<T> | undefined;
  let started = 0;

  async function fetchOnce(): Promise<T> {
    started += 1;
    const number = started;
    const value = await fetch();
    // A slow fetch does not replace the value of a later one.
    if (current === undefined || current.number < number) current = { value, number };
    return current.value;
  }

  function start(): Promise<T> {
    const fetching = fetchOnce().finally(() => forget(fetching));
    latest = fetching;
    return fetching;
  }

  function forget(fetching: Promise<T>): void {
    if (latest === fetching) latest = undefined;
  }

  async function get(): Promise<T> {
    if (current !== undefined) return current.value;
    if (latest === undefined) return start();
    const joined = latest;
    await inTime(joinMs, () => joined).catch(ignoreTimeout);
    forget(joined);
    return get();
  }

  return {
    get,
    reload: async () => void (await start()),
  };
}

function ignoreTimeout(error: unknown): void {
  if (!(error instanceof CallTimeout)) throw error;
}
