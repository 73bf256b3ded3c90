import { describe, expect, it } from 'vitest';
import { CloseOAuthError } from '../../base/close-oauth-error.ts';
import { memoryStore } from '../memory.ts';
import { tokenStoreContract } from './token-store-contract.ts';
import { activeRecord } from '../../../../test/active-record.ts';
import type { GrantRecord, GrantRow, TokenStore } from '../../record/token-store.ts';

async function failures(change: (store: TokenStore) => Partial<TokenStore>): Promise<string[]> {
  const make = (): TokenStore => {
    const store = memoryStore();
    return { ...store, ...change(store) };
  };
  const failed = tokenStoreContract(make).map((check) =>
    check.run().then(
      () => '',
      () => check.name,
    ),
  );
  return (await Promise.all(failed)).filter((name) => name !== '');
}

const all = async (store: TokenStore): Promise<readonly GrantRow[]> =>
  (await store.scan({ limit: Number.MAX_SAFE_INTEGER })).rows;

describe('tokenStoreContract', () => {
  it('finds a store that overwrites whatever is there', async () => {
    const found = await failures((store) => ({
      async compareAndSet(key, _, next) {
        const current = await store.load(key);
        return store.compareAndSet(key, current?.version ?? 0, next);
      },
    }));
    expect(found).toContain('refuses a version that was replaced');
    expect(found).toContain('refuses a version when there is no record');
  });

  it('finds a store that checks and writes in two steps', async () => {
    const found = await failures((store) => ({
      async compareAndSet(key, expectedVersion, next) {
        const before = (await store.load(key))?.version ?? 0;
        if (before !== expectedVersion) return false;
        await Promise.resolve();
        await store.compareAndSet(key, (await store.load(key))?.version ?? 0, next);
        return true;
      },
    }));
    expect(found).toEqual([
      'lets exactly one of many concurrent writers win',
      'lets either an erasing or a write of the same version win',
    ]);
  });

  it('finds a store that ignores case in keys', async () => {
    const found = await failures((store) => ({ load: (key) => store.load(key.toLowerCase()) }));
    expect(found).toEqual(['keeps keys apart', 'erases no other grant']);
  });

  it('finds a store that takes a version ahead of the record', async () => {
    const found = await failures((store) => ({
      async compareAndSet(key, expectedVersion, next) {
        const stored = (await store.load(key))?.version ?? 0;
        const isAhead = stored > 0 && expectedVersion > stored;
        return store.compareAndSet(key, isAhead ? stored : expectedVersion, next);
      },
    }));
    expect(found).toEqual(['refuses a version ahead of the record']);
  });

  it('finds a store that keeps some members of a lease only', async () => {
    const found = await failures((store) => ({
      compareAndSet(key, expectedVersion, next) {
        if (next.lease === null) return store.compareAndSet(key, expectedVersion, next);
        const lease = { ...next.lease, beat: 0 };
        return store.compareAndSet(key, expectedVersion, { ...next, lease });
      },
    }));
    expect(found).toEqual(['keeps nulls, leases and long text as they are']);
  });
});

describe('the checks of listing', () => {
  const overPages = 'returns every grant once, over many pages';
  const whileChanging = 'returns every grant once while others are written and erased';

  it('find a store that lists the first 1,000 grants only', async () => {
    const found = await failures((store) => {
      let listed = 0;
      return {
        async scan({ after, limit }) {
          if (after === undefined) listed = 0;
          const { rows, next } = await store.scan({ after, limit: Math.min(limit, 1000 - listed) });
          listed += rows.length;
          return { rows, next: listed >= 1000 ? undefined : next };
        },
      };
    });
    expect(found).toEqual([overPages]);
  });

  it('find a store that counts rows instead of remembering a place', async () => {
    const found = await failures((store) => ({
      async scan({ after = '0', limit }) {
        const end = Number(after) + limit;
        const rows = await all(store);
        return { rows: rows.slice(Number(after), end), next: rows.length > end ? String(end) : undefined };
      },
    }));
    expect(found).toEqual([whileChanging]);
  });

  it('find a store whose order changes with writes', async () => {
    const found = await failures((store) => {
      const written: string[] = [];
      return {
        async compareAndSet(key, expectedVersion, next) {
          const isWritten = await store.compareAndSet(key, expectedVersion, next);
          if (isWritten) written.push(key);
          return isWritten;
        },
        async scan({ after = '', limit }) {
          const rows = await all(store);
          const sorted = rows.toSorted((a, b) => written.lastIndexOf(a.key) - written.lastIndexOf(b.key));
          const rest = sorted.slice(sorted.findIndex(({ key }) => key === after) + 1);
          const page = rest.slice(0, limit);
          return { rows: page, next: rest.length > limit ? page.at(-1)?.key : undefined };
        },
      };
    });
    expect(found).toEqual([whileChanging]);
  });

  it('find a store that sorts by language and continues by bytes', async () => {
    const found = await failures((store) => ({
      async scan({ after = '', limit }) {
        const rows = (await all(store)).toSorted((a, b) => a.key.localeCompare(b.key, 'en'));
        const rest = rows.filter(({ key }) => key > after);
        return { rows: rest.slice(0, limit), next: rest.length > limit ? rest[limit - 1]?.key : undefined };
      },
    }));
    expect(found).toEqual([overPages, whileChanging]);
  });

  it('find a store that ignores the limit', async () => {
    const found = await failures((store) => ({
      scan: async () => ({ rows: await all(store), next: undefined }),
    }));
    expect(found).toEqual([overPages, whileChanging, 'returns no more rows than the limit']);
  });

  it('find a store that starts every page at the beginning', async () => {
    const found = await failures((store) => ({ scan: ({ limit }) => store.scan({ limit }) }));
    expect(found).toEqual([overPages, whileChanging]);
  });

  it('find a store that lists first records', async () => {
    const found = await failures((store) => {
      const first = new Map<string, GrantRecord>();
      return {
        compareAndSet(key, expectedVersion, next) {
          if (expectedVersion === 0) first.set(key, structuredClone(next));
          return store.compareAndSet(key, expectedVersion, next);
        },
        async scan(page) {
          const { rows, next } = await store.scan(page);
          return { rows: rows.map(({ key }) => ({ key, record: first.get(key) })), next };
        },
      };
    });
    expect(found).toEqual(['returns the latest record of a grant']);
  });
});

/** The failed checks of a store of texts. */
async function failedOf(change: (store: TokenStore) => Partial<TokenStore>): Promise<string[]> {
  const damaged = new Set<string>();
  const make = (): TokenStore => {
    const store = memoryStore();
    const sound: TokenStore = {
      ...store,
      async load(key) {
        const record = await store.load(key);
        if (record && damaged.has(key)) throw new CloseOAuthError('record_unreadable', 'It was cut off.');
        return record;
      },
      async scan(page) {
        const { rows, next } = await store.scan(page);
        return {
          rows: rows.map((row) => (damaged.has(row.key) ? { ...row, record: undefined } : row)),
          next,
        };
      },
      async erase(key, expectedVersion) {
        damaged.delete(key);
        return store.erase(key, expectedVersion);
      },
    };
    return { ...sound, ...change(sound) };
  };
  const failed: string[] = [];
  for (const check of tokenStoreContract(make, { damageRow: (key) => void damaged.add(key) })) {
    await check.run().catch(() => failed.push(check.name));
  }
  return failed;
}

describe('the checks of damaged rows', () => {
  const refuses = 'refuses to load a damaged row';
  const lists = 'returns a damaged row without a record, among the others';
  const erases = 'erases a damaged row, and writes a first record in its place';

  it('accept a store that reports them', async () => {
    expect(await failedOf(() => ({}))).toEqual([]);
  });

  it('find a store that says there is none', async () => {
    expect(await failedOf((store) => ({ load: (key) => store.load(key).catch(() => undefined) }))).toEqual([
      refuses,
    ]);
  });

  it('find a store that fails the page', async () => {
    const found = await failedOf((store) => ({
      async scan(page) {
        const { rows, next } = await store.scan(page);
        if (rows.some(({ record }) => record === undefined)) throw new SyntaxError('cut off');
        return { rows, next };
      },
    }));
    expect(found).toEqual([lists]);
  });

  it('find a store that skips them', async () => {
    const found = await failedOf((store) => ({
      async scan(page) {
        const { rows, next } = await store.scan(page);
        return { rows: rows.filter(({ record }) => record !== undefined), next };
      },
    }));
    expect(found).toEqual([lists]);
  });

  it('find a store that reads them before it erases', async () => {
    const found = await failedOf((store) => ({
      async erase(key, expectedVersion) {
        await store.load(key);
        return store.erase(key, expectedVersion);
      },
    }));
    expect(found).toEqual([refuses, lists, erases]);
  });
});

describe('the checks of erasing', () => {
  it('find a store that leaves a row behind', async () => {
    const found = await failures((store) => ({
      async erase(key, expectedVersion) {
        const record = await store.load(key);
        const version = expectedVersion ?? record?.version ?? 0;
        if (record === undefined || version === 0) return false;
        return store.compareAndSet(key, version, { ...record, version: version + 1, status: 'revoked' });
      },
    }));
    expect(found).toContain('erases a record for good');
  });

  it('find a store that ignores the expected version', async () => {
    const found = await failures((store) => ({ erase: (key) => store.erase(key) }));
    expect(found).toEqual([
      'erases only the version that is expected',
      'lets either an erasing or a write of the same version win',
    ]);
  });

  it('find a store that looks and erases in two steps', async () => {
    const found = await failures((store) => ({
      async erase(key, expectedVersion) {
        const version = (await store.load(key))?.version;
        if (version === undefined || (expectedVersion ?? version) !== version) return false;
        await Promise.resolve();
        return store.erase(key);
      },
    }));
    expect(found).toEqual(['lets either an erasing or a write of the same version win']);
  });

  it('find a store that erases by pattern', async () => {
    const found = await failures((store) => ({
      async erase(key, expectedVersion) {
        const rows = key.endsWith('%') ? await all(store) : [];
        for (const row of rows) if (row.key.startsWith(key.slice(0, -1))) await store.erase(row.key);
        return store.erase(key, expectedVersion);
      },
    }));
    expect(found).toContain('erases no other grant');
  });

  it('find a store that says it erased what was not there', async () => {
    const found = await failures((store) => ({
      async erase(key, expectedVersion) {
        const record = await store.load(key);
        return record === undefined ? true : store.erase(key, expectedVersion);
      },
    }));
    expect(found).toContain('erases a record for good');
  });
});

describe('the checks of consuming', () => {
  const once = 'lets a mark be consumed once';
  const expires = 'lets a mark be consumed again after it expired';
  const keepsLifetime = 'keeps the lifetime of the first call';

  it('find a store that lets every caller consume', async () => {
    const found = await failures(() => ({ consume: () => Promise.resolve(true) }));
    expect(found).toContain(once);
  });

  it('find a store that looks and marks in two steps', async () => {
    const found = await failures(() => {
      const expiries = new Map<string, number>();
      return {
        async consume(mark, lifetimeMs) {
          if ((expiries.get(mark) ?? 0) > Date.now()) return false;
          await Promise.resolve();
          expiries.set(mark, Date.now() + lifetimeMs);
          return true;
        },
      };
    });
    expect(found).toEqual(['lets exactly one of many concurrent callers consume a mark']);
  });

  it('find a store whose marks never expire', async () => {
    const found = await failures((store) => ({ consume: (mark) => store.consume(mark, 1_000_000) }));
    expect(found).toEqual([expires, keepsLifetime]);
  });

  it('find a store whose refused calls prolong or shorten a mark', async () => {
    const found = await failures(() => {
      const expiries = new Map<string, number>();
      return {
        async consume(mark, lifetimeMs) {
          const isFree = (expiries.get(mark) ?? 0) <= Date.now();
          expiries.set(mark, Date.now() + lifetimeMs);
          return isFree;
        },
      };
    });
    expect(found).toEqual([keepsLifetime]);
  });

  it('find a store that confuses marks with each other or with grants', async () => {
    const apart = 'keeps marks apart from each other and from grants';
    const folded = await failures((store) => ({
      consume: (mark, lifetimeMs) => store.consume(mark.toLowerCase(), lifetimeMs),
    }));
    expect(folded).toEqual([apart]);
    const cut = await failures((store) => ({
      consume: (mark, lifetimeMs) => store.consume(mark.slice(0, 255), lifetimeMs),
    }));
    expect(cut).toEqual([apart]);
    const mixed = await failures((store) => ({
      async consume(mark, lifetimeMs) {
        const isFree = await store.consume(mark, lifetimeMs);
        if (isFree) await store.compareAndSet(mark, 0, activeRecord(1));
        return isFree;
      },
    }));
    expect(mixed).toEqual([apart]);
  });
});
