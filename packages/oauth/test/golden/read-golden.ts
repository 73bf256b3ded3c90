import { readdirSync, readFileSync } from 'node:fs';
import type { GrantId, GrantRecord, SealingKey } from '@closekit/oauth';

/** What is in the golden files, by the first part of their names. */
export interface Golden {
  record: {
    readonly keys: SealingKey[];
    readonly id: GrantId;
    readonly key: string;
    readonly tokens: { readonly accessToken: string; readonly refreshToken: string | null };
    readonly record: GrantRecord;
  };
  fingerprint: { readonly keys: SealingKey[]; readonly refreshToken: string; readonly fingerprint: string };
  'grant-key': { readonly id: GrantId; readonly key: string };
  login: {
    readonly keys: SealingKey[];
    readonly sealed: string;
    readonly transaction: { readonly state: string; readonly startedAt: number };
    readonly mark: string;
  };
}

const folder = new URL('./', import.meta.url);

/** Reads all golden files of a kind, each with its name. */
export function readGolden<Kind extends keyof Golden>(kind: Kind): (Golden[Kind] & { name: string })[] {
  const names = readdirSync(folder).filter((name) => name.startsWith(kind) && name.endsWith('.json'));
  return names.map((name) => {
    const content: Golden[Kind] = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return { name, ...content };
  });
}
