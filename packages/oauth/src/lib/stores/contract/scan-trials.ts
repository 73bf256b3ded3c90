import { expectSame, recordOf } from './trial.ts';
import type { Trial } from './trial.ts';
import type { GrantPage, GrantRow, TokenStore } from '../../record/token-store.ts';

// More than the 1,000 rows that stores and databases like to stop at.
const manyRows = 1010;
const fewRows = 40;
const atOnce = 25;
const mostPages = 1_000_000;

/** What every store must do when it lists its grants. */
export const scanTrials: Readonly<Record<string, Trial>> = {
  'returns every grant once, over many pages': (bench) =>
    withRows(bench, manyRows, async ({ store, keys }) => {
      const found = new Map<string, GrantRow['record']>();
      for await (const { rows } of pagesOf(store, 400)) {
        for (const { key, record } of rows) {
          if (found.has(key)) throw new Error('The store returned a grant twice');
          found.set(key, record);
        }
      }
      expectSame(
        keys.filter((key) => !found.has(key)),
        [],
      );
      expectSame(found.get(keys[0] ?? ''), recordOf(1));
    }),
  'returns every grant once while others are written and erased': (bench) =>
    withRows(bench, fewRows, async ({ store, keys }) => {
      const [own, seen] = [new Set(keys), [] as string[]];
      const erased = new Set<string>();
      for await (const { rows } of pagesOf(store, 7)) {
        const mine = rows.filter(({ key }) => own.has(key)).map(({ key }) => key);
        seen.push(...mine);
        const [first, second] = mine;
        if (first !== undefined && (await store.erase(first, 1))) erased.add(first);
        if (second !== undefined) await store.compareAndSet(second, 1, recordOf(2));
        const ahead = keys.find((key) => !seen.includes(key));
        if (ahead !== undefined) await store.compareAndSet(ahead, 1, recordOf(2));
      }
      expectSame(seen.toSorted(), keys.toSorted());
      const left = await allRows(store);
      expectSame(
        left.filter(({ key }) => erased.has(key)),
        [],
      );
    }),
  'returns no more rows than the limit': (bench) =>
    withRows(bench, 5, async ({ store }) => {
      for (const limit of [1, 3]) {
        const { rows, next } = await store.scan({ limit });
        expectSame(rows.length <= limit && typeof next === 'string', true);
      }
    }),
  'returns the latest record of a grant': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    await store.compareAndSet(key, 1, recordOf(2));
    const rows = await allRows(store);
    expectSame(
      rows.filter((row) => row.key === key),
      [{ key, record: recordOf(2) }],
    );
    await store.erase(key);
  },
};

interface Rows {
  readonly store: TokenStore;
  readonly keys: readonly string[];
}

/** Writes rows around the rows of other trials, and erases them afterwards. */
async function withRows(
  { store, key }: Parameters<Trial>[0],
  count: number,
  work: (rows: Rows) => Promise<void>,
): Promise<void> {
  // Bytes and languages sort these differently; patterns give some of them a meaning.
  const signs = ['', '%', 'a', '_', '*', 'B', '[', '~', '-'];
  const keys = Array.from({ length: count }, (_, index) => `${key}${signs[index % signs.length]}${index}`);
  await inGroups(keys, (each) => store.compareAndSet(each, 0, recordOf(1)));
  try {
    await work({ store, keys });
  } finally {
    await inGroups(keys, (each) => store.erase(each));
  }
}

async function inGroups(keys: readonly string[], work: (key: string) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < keys.length; start += atOnce) {
    await Promise.all(keys.slice(start, start + atOnce).map(work));
  }
}

async function* pagesOf(store: TokenStore, limit: number): AsyncGenerator<GrantPage> {
  const cursors = new Set<string>();
  for (let after: string | undefined; cursors.size < mostPages;) {
    const page: GrantPage = await store.scan({ after, limit });
    expectSame(page.rows.length <= limit, true);
    yield page;
    after = page.next;
    if (after === undefined) return;
    if (cursors.has(after)) throw new Error('The store returned the same cursor twice');
    cursors.add(after);
  }
}

async function allRows(store: TokenStore): Promise<GrantRow[]> {
  const found: GrantRow[] = [];
  for await (const { rows } of pagesOf(store, 500)) found.push(...rows);
  return found;
}
