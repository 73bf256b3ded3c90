import { describe, expect, it } from 'vitest';
import { activeRecord } from '../../../test/active-record.ts';
import { resealPair } from './sealed-pair.ts';
import { createKeyRing } from './key-ring.ts';
import { createSealer } from './sealer.ts';

const id = { organizationId: 'orga_1', userId: 'user_1' };
const first = { id: 'k1', secret: 'A'.repeat(43) };
const second = { id: 'k2', secret: 'B'.repeat(42) + 'A' };
const place = 'grant orga_1/user_1 tokens 1';

describe('resealPair', () => {
  it('seals the pair of an older key with the first', async () => {
    const sealed = await createSealer(createKeyRing([first])).seal('{}', place);
    const sealer = createSealer(createKeyRing([second, first]));
    const resealed = await resealPair(sealer, id, { ...activeRecord(1), sealed });
    expect(resealed).toMatch(/^v1\.k2\./);
    expect(await sealer.open(resealed ?? '', place)).toBe('{}');
  });

  it('leaves the pair of the first key, and a record without tokens', async () => {
    const sealer = createSealer(createKeyRing([first, second]));
    const sealed = await sealer.seal('{}', place);
    expect(await resealPair(sealer, id, { ...activeRecord(1), sealed })).toBeUndefined();
    expect(await resealPair(sealer, id, { ...activeRecord(1), sealed: null })).toBeUndefined();
  });
});
