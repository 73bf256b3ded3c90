import { isCloseOAuthError } from '../../base/close-oauth-error.ts';
import { expectSame, recordOf } from './trial.ts';
import type { Trial } from './trial.ts';

const pageSize = 500;

/** The requirements for rows that cannot be parsed; `damageRow` cuts off the stored text of a record. */
export function damageTrials(
  damageRow: (key: string) => void | Promise<void>,
): Readonly<Record<string, Trial>> {
  return {
    'refuses to load a damaged row': async ({ store, key }) => {
      await store.compareAndSet(key, 0, recordOf(1));
      await damageRow(key);
      const said = await store.load(key).catch((error: unknown) => error);
      expectSame(isCloseOAuthError(said) && said.code, 'record_unreadable');
      await store.erase(key);
    },
    'returns a damaged row without a record, among the others': async ({ store, key }) => {
      const keys = [`${key}1`, `${key}2`, `${key}3`];
      for (const each of keys) await store.compareAndSet(each, 0, recordOf(1));
      await damageRow(`${key}2`);
      const found = new Map<string, unknown>();
      let after: string | undefined;
      do {
        const { rows, next } = await store.scan({ after, limit: pageSize });
        for (const row of rows) found.set(row.key, row.record);
        after = next;
      } while (after !== undefined);
      for (const each of keys) await store.erase(each);
      expectSame(
        keys.map((each) => found.has(each)),
        [true, true, true],
      );
      expectSame(
        keys.map((each) => found.get(each)),
        [recordOf(1), undefined, recordOf(1)],
      );
    },
    'erases a damaged row, and writes a first record in its place': async ({ store, key }) => {
      await store.compareAndSet(key, 0, recordOf(1));
      await damageRow(key);
      expectSame(await store.erase(key), true);
      expectSame(await store.load(key), undefined);
      expectSame(await store.compareAndSet(key, 0, recordOf(5)), true);
      expectSame(await store.compareAndSet(key, 1, recordOf(2)), false);
      expectSame(await store.load(key), recordOf(5));
      await store.erase(key);
    },
  };
}
