import { describe, expect, it } from 'vitest';
import { activeRecord } from '../../../test/active-record.ts';
import { memoryStore } from '../stores/memory.ts';
import { createGrantRecords } from './grant-records.ts';
import type { GrantRecords } from './grant-records.ts';
import { createKeyRing } from './key-ring.ts';
import { createSealer } from './sealer.ts';
import { updateRecord } from './update-record.ts';

const id = { organizationId: 'orga_1', userId: 'user_1' };
const sealer = createSealer(createKeyRing());

interface Bench {
  readonly records: GrantRecords;
  /** Every call of the store, in order. */
  readonly calls: string[];
}

/** Records over a store in which others write before each of the first `conflicts` writes. */
async function benchWith(conflicts: number): Promise<Bench> {
  const store = memoryStore();
  await store.compareAndSet('orga_1/user_1', 0, activeRecord(1));
  const calls: string[] = [];
  let left = conflicts;
  const busy: typeof store = {
    ...store,
    async load(key) {
      calls.push('load');
      return store.load(key);
    },
    async compareAndSet(key, version, next) {
      calls.push(`write ${next.version}`);
      left -= 1;
      if (left >= 0) {
        const latest = await store.load(key);
        const found = latest?.version ?? 0;
        await store.compareAndSet(key, found, { ...activeRecord(found + 1), scope: 'other' });
      }
      return store.compareAndSet(key, version, next);
    },
  };
  return { records: createGrantRecords(busy, sealer, { now: () => 7, aheadMs: () => 0 }), calls };
}

describe('updateRecord', () => {
  it('writes over the latest record, with the next version and the time', async () => {
    const { records, calls } = await benchWith(0);
    const update = await updateRecord(records, id, {
      change: (found) => found && { ...found, status: 'revoking' },
    });
    const record = { ...activeRecord(1), version: 2, status: 'revoking', updatedAt: 7 };
    expect(update).toEqual({ record, isWritten: true });
    expect(calls).toEqual(['load', 'write 2']);
  });

  it('leaves a record for which there is no change', async () => {
    const { records, calls } = await benchWith(0);
    const update = await updateRecord(records, id, { change: () => undefined });
    expect(update).toEqual({ record: activeRecord(1), isWritten: false });
    expect(calls).toEqual(['load']);
  });

  it('changes what others wrote after a conflict', async () => {
    const { records, calls } = await benchWith(1);
    const { record } = await updateRecord(records, id, {
      change: (found) => found && { ...found, status: 'revoking' },
    });
    expect(record).toMatchObject({ version: 3, scope: 'other', status: 'revoking' });
    expect(calls).toEqual(['load', 'write 2', 'load', 'write 3']);
  });

  it('reads only after a conflict when the latest record is known', async () => {
    const { records, calls } = await benchWith(1);
    await updateRecord(records, id, { latest: activeRecord(1), change: (found) => found });
    expect(calls).toEqual(['write 2', 'load', 'write 3']);
  });

  it('gives up after its tries', async () => {
    const { records, calls } = await benchWith(100);
    const updating = updateRecord(records, id, { tries: 3, change: (found) => found });
    await expect(updating).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(calls.filter((call) => call.startsWith('write'))).toHaveLength(3);
  });

  it('tries eight times by default, and says so', async () => {
    const { records, calls } = await benchWith(100);
    await expect(updateRecord(records, id, { change: (found) => found })).rejects.toMatchObject({
      code: 'store_unavailable',
      message: 'Too many concurrent updates to this grant. Try again.',
    });
    expect(calls.filter((call) => call.startsWith('write'))).toHaveLength(8);
  });
});
