import { describe, expect, it } from 'vitest';
import { activeRecord } from '../../../test/active-record.ts';
import { createGrantRecords, isGrantRecord } from './grant-records.ts';
import type { GrantRecords } from './grant-records.ts';
import { memoryStore } from '../stores/memory.ts';
import { createKeyRing } from './key-ring.ts';
import { createSealer } from './sealer.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { TokenSet } from '../base/token-set.ts';
import type { GrantRecord, TokenStore } from './token-store.ts';

const id = { organizationId: 'orga_1', userId: 'user_1' };
const tokens = new TokenSet({
  ...id,
  accessToken: 'a',
  refreshToken: 'r',
  expiresAt: 2,
  issuedAt: 1,
  scope: 's',
});

function recordsOver(store: TokenStore): GrantRecords {
  return createGrantRecords(store, createSealer(createKeyRing()), { now: () => 1, aheadMs: () => 0 });
}

async function recordOf(records: GrantRecords, generation: number): Promise<GrantRecord> {
  const sealed = await records.seal(tokens, generation);
  return { ...sealed, format: 1, version: 1, status: 'active', lease: null, updatedAt: 1 };
}

describe('createGrantRecords', () => {
  it('opens what it sealed', async () => {
    const records = recordsOver(memoryStore());
    const opened = await records.open(id, await recordOf(records, 1));
    expect(opened).toMatchObject({
      ...id,
      accessToken: 'a',
      refreshToken: 'r',
      expiresAt: 2,
      issuedAt: 1,
      scope: 's',
    });
  });

  it('refuses tokens that were moved to another grant or another generation', async () => {
    const records = recordsOver(memoryStore());
    const record = await recordOf(records, 1);
    const moved = records.open({ ...id, userId: 'user_2' }, record);
    await expect(moved).rejects.toMatchObject({ code: 'record_unreadable' });
    const replayed = records.open(id, { ...record, generation: 2 });
    await expect(replayed).rejects.toMatchObject({ code: 'record_unreadable' });
  });

  it('keeps tenants apart whose ids contain the separator', async () => {
    const records = recordsOver(memoryStore());
    await records.write({ organizationId: 'a/b', userId: 'c' }, 0, await recordOf(records, 1));
    expect(await records.load({ organizationId: 'a', userId: 'b/c' })).toBeUndefined();
  });

  it('starts a record above the one that was erased, so that late writers of that one lose', async () => {
    const clock = { time: 1_800_000_000_000 };
    const sealer = createSealer(createKeyRing());
    const clocks = { now: () => clock.time, aheadMs: () => 0 };
    const records = createGrantRecords(memoryStore(), sealer, clocks);
    const content = await recordOf(records, 1);
    const erased = await records.write(id, 0, content);
    const leased = erased && (await records.write(id, erased.version, content));
    clock.time += 1000;
    await records.erase(id);
    const next = await records.write(id, 0, content);
    expect(next?.version).toBe(1_800_000_001_000);
    for (const old of [erased, leased]) {
      expect(old?.version).toBeLessThan(next?.version ?? 0);
      expect(await records.write(id, old?.version ?? 0, content)).toBeUndefined();
    }
  });

  it('translates errors of the store and wrong records', async () => {
    const broken = { ...memoryStore(), load: () => Promise.reject(new Error('down')) };
    await expect(recordsOver(broken).load(id)).rejects.toMatchObject({ code: 'store_unavailable' });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a store of another program may give.
    const strange = { ...memoryStore(), load: () => Promise.resolve({ hello: 1 } as unknown as GrantRecord) };
    await expect(recordsOver(strange).load(id)).rejects.toMatchObject({ code: 'record_unreadable' });
  });

  it('keeps an error of the store that has a code, and the cause of any other', async () => {
    const unsuitable = new CloseOAuthError('store_unsuitable', 'A replica.');
    const coded = { ...memoryStore(), load: () => Promise.reject(unsuitable) };
    await expect(recordsOver(coded).load(id)).rejects.toBe(unsuitable);
    const cause = new Error('down');
    const plain = { ...memoryStore(), erase: () => Promise.reject(cause) };
    await expect(recordsOver(plain).erase(id)).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'The token store failed. Nothing was lost: try again when it works.',
      cause,
    });
  });

  it('reads the clock of the store if it has one, and refuses what is no number', async () => {
    const { now: _, ...clockless } = memoryStore();
    expect(await recordsOver(clockless).clock()).toBe(1);
    expect(await recordsOver({ ...clockless, now: async () => 7 }).clock()).toBe(7);
    await expect(recordsOver({ ...clockless, now: async () => Number.NaN }).clock()).rejects.toMatchObject({
      code: 'store_unavailable',
      message: '`now()` of the token store must return a number.',
    });
  });

  it('converts times to the clock of this machine, and back', async () => {
    const clocks = { now: () => 1, aheadMs: () => 100 };
    const records = createGrantRecords(memoryStore(), createSealer(createKeyRing()), clocks);
    const record = await recordOf(records, 1);
    expect([record.issuedAt, record.expiresAt, records.toLocal(102)]).toEqual([101, 102, 2]);
    expect(await records.open(id, record)).toMatchObject({ issuedAt: 1, expiresAt: 2 });
    const untimed = { ...record, issuedAt: null, expiresAt: null, scope: null };
    expect(await records.open(id, untimed)).toMatchObject({ issuedAt: -100, expiresAt: -100, scope: '' });
  });

  it('opens no record without tokens', async () => {
    const records = recordsOver(memoryStore());
    const record = { ...(await recordOf(records, 1)), sealed: null };
    await expect(records.open(id, record)).rejects.toMatchObject({
      code: 'record_unreadable',
      message: 'A stored record is unreadable. Add the key that sealed it to `keys`, or restore the record.',
    });
  });

  it('starts with a whole version above zero', async () => {
    for (const [time, version] of [
      [0.5, 1],
      [-5, 1],
      [12.9, 12],
    ] as const) {
      const clocks = { now: () => time, aheadMs: () => 0 };
      const records = createGrantRecords(memoryStore(), createSealer(createKeyRing()), clocks);
      // oxlint-disable-next-line no-await-in-loop -- one clock after the other.
      const written = await records.write(id, 0, await recordOf(records, 1));
      expect(written).toMatchObject({ version, updatedAt: time });
    }
  });

  it('subscribes to the record of its grant, and to nothing where the store cannot', () => {
    const { subscribe: _, ...silent } = memoryStore();
    expect(() => recordsOver(silent).subscribe(id, () => undefined)()).not.toThrow();
    const keys: string[] = [];
    const loud: TokenStore = { ...silent, subscribe: (key) => () => void keys.push(key) };
    recordsOver(loud).subscribe(id, () => undefined)();
    expect(keys).toEqual(['orga_1/user_1']);
  });

  it('walks over all pages, 500 rows at a time', async () => {
    const asked: unknown[] = [];
    const paged: TokenStore = {
      ...memoryStore(),
      async scan(options) {
        asked.push(options);
        const rows = [{ key: `row ${asked.length}`, record: undefined }];
        return { rows, next: asked.length < 3 ? `after ${asked.length}` : undefined };
      },
    };
    const keys: string[] = [];
    for await (const { key } of recordsOver(paged).scan()) keys.push(key);
    expect(keys).toEqual(['row 1', 'row 2', 'row 3']);
    expect(asked).toEqual([
      { after: undefined, limit: 500 },
      { after: 'after 1', limit: 500 },
      { after: 'after 2', limit: 500 },
    ]);
    const failing = { ...paged, scan: () => Promise.reject(new Error('down')) };
    const walk = recordsOver(failing).scan()[Symbol.asyncIterator]();
    await expect(walk.next()).rejects.toMatchObject({ code: 'store_unavailable' });
  });

  it('closes the store, if it can be closed', async () => {
    let closed = 0;
    const { close: _, ...open } = memoryStore();
    await recordsOver(open).close();
    await recordsOver({ ...open, close: async () => void (closed += 1) }).close();
    expect(closed).toBe(1);
  });
});

describe('isGrantRecord', () => {
  const lease = { owner: 'o', expiresAt: 1, fingerprint: 'f', attempt: 1, beat: 0, rounds: -1 };
  const leased: GrantRecord = { ...activeRecord(1), lease };

  it.each([
    {},
    { lease: null },
    { sealed: null, fingerprint: null, expiresAt: null, issuedAt: null },
    { status: 'reauthorization_required' },
    { status: 'revoking' },
    { status: 'revoked' },
    { addedLater: true },
  ])('takes a record with %j', (change) => {
    expect(isGrantRecord({ ...leased, ...change })).toBe(true);
  });

  it.each([
    { version: 1.5 },
    { version: '1' },
    { generation: undefined },
    { status: undefined },
    { status: 'paused' },
    { status: 'inactive' },
    { status: 'actively' },
    { sealed: 7 },
    { sealed: undefined },
    { fingerprint: undefined },
    { expiresAt: '2026' },
    { expiresAt: Infinity },
    { issuedAt: undefined },
    { lease: undefined },
    { lease: {} },
    { lease: { ...lease, owner: undefined } },
    { lease: { ...lease, expiresAt: undefined } },
    { lease: { ...lease, attempt: undefined } },
    { lease: { ...lease, beat: 0.5 } },
    { lease: { ...lease, rounds: '1' } },
  ])('refuses a record with %j', (change) => {
    expect(isGrantRecord({ ...leased, ...change })).toBe(false);
  });

  it.each([undefined, null, 'text', 7])('refuses %j', (stored) => {
    expect(isGrantRecord(stored)).toBe(false);
  });
});
