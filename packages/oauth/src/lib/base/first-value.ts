import { sleep } from './sleep.ts';

const joinMs = 2000;

/**
 * Remembers the first value that was created. Concurrent callers share one creation, but only for a limited time: a host
 * may stop the call that creates a value. A failure is not remembered.
 */
export function createFirstValue<T>(create: () => Promise<T>, patienceMs: number = joinMs): () => Promise<T> {
  let first: { readonly value: T } | undefined;
  let creating: Promise<T> | undefined;

  async function createOnce(): Promise<T> {
    try {
      const value = await create();
      first ??= { value };
      return first.value;
    } finally {
      creating = undefined;
    }
  }

  return async () => {
    if (first === undefined && creating !== undefined) await Promise.race([creating, sleep(patienceMs)]);
    if (first !== undefined) return first.value;
    creating = createOnce();
    return creating;
  };
}
