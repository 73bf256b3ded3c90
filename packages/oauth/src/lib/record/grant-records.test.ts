import { describe, expect, it } from 'vitest';
import { createGrantRecords } from './grant-records.ts';
import type { GrantRecords } from './grant-records.ts';
import { memoryStore } from '../stores/memory.ts';
import { createKeyRing } from './key-ring.ts';
import { createSealer } from './sealer.ts';
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
});
