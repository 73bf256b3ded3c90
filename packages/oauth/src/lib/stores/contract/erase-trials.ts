import { expectSame, recordOf } from './trial.ts';
import type { Trial } from './trial.ts';

/** What every store must do when it erases a grant. */
export const eraseTrials: Readonly<Record<string, Trial>> = {
  'erases a record for good': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    await store.compareAndSet(key, 1, recordOf(2));
    expectSame(await store.erase(key), true);
    expectSame(await store.load(key), undefined);
    expectSame(await store.erase(key), false);
    expectSame(await store.compareAndSet(key, 2, recordOf(3)), false);
    expectSame(await store.compareAndSet(key, 0, recordOf(1)), true);
  },
  'erases only the version that is expected': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    await store.compareAndSet(key, 1, recordOf(2));
    for (const other of [0, 1, 3]) expectSame(await store.erase(key, other), false);
    expectSame(await store.load(key), recordOf(2));
    expectSame(await store.erase(key, 2), true);
    expectSame(await store.load(key), undefined);
    expectSame(await store.erase(key, 0), false);
  },
  'erases no other grant': async ({ store, key }) => {
    const others = [`${key}2`, key.toUpperCase(), `${key}%`];
    for (const each of [key, ...others]) await store.compareAndSet(each, 0, recordOf(1));
    await store.erase(`${key}%`);
    await store.erase(key);
    expectSame(await store.load(`${key}2`), recordOf(1));
    expectSame(await store.load(key.toUpperCase()), recordOf(1));
  },
  'lets either an erasing or a write of the same version win': async ({ store, key }) => {
    for (let round = 0; round < 10; round += 1) {
      await store.compareAndSet(key, 0, recordOf(1));
      const calls = [() => store.erase(key, 1), () => store.compareAndSet(key, 1, recordOf(2))];
      const isWriteFirst = round % 2 === 1;
      const results = await Promise.all((isWriteFirst ? calls.toReversed() : calls).map((call) => call()));
      expectSame(results.filter(Boolean).length, 1);
      const isWritten = results[isWriteFirst ? 0 : 1];
      expectSame(await store.load(key), isWritten ? recordOf(2) : undefined);
      await store.erase(key);
    }
  },
};
