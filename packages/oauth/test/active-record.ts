import type { GrantRecord } from '../src/lib/record/token-store.ts';

/** Creates an active record of a version. */
export function activeRecord(version: number): GrantRecord {
  return {
    format: 1,
    version,
    generation: version,
    status: 'active',
    sealed: `v1.k.iv.${version}`,
    fingerprint: `k.${version}`,
    expiresAt: 1_800_000_000_000,
    issuedAt: 1_799_999_000_000,
    scope: '',
    lease: null,
    updatedAt: 1_799_999_000_000,
  };
}
