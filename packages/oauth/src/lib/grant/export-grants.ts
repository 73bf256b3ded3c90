import { isUnreadable } from '../record/record-unreadable.ts';
import { readRow } from '../record/read-row.ts';
import type { UnreadableRow } from '../record/read-row.ts';
import type { Vault } from '../vault/vault.ts';
import { assertWalking } from './assert-walking.ts';
import type { GrantTokens } from './parse-grant-tokens.ts';

/** The options of {@link GrantOperations.exportGrants}. */
export interface ExportOptions {
  /** Called for every row that cannot be read; the walk goes on. */
  onUnreadable?: ((row: UnreadableRow) => void) | undefined;
  /** Called after every row, with the number of rows so far. */
  onProgress?: ((progress: { readonly seen: number }) => void) | undefined;
  /** Stops the walk with `aborted`. */
  signal?: AbortSignal | undefined;
}

/** Walks over all active grants and opens their tokens. */
export async function* exportGrants(vault: Vault, options: ExportOptions): AsyncGenerator<GrantTokens> {
  let seen = 0;
  assertWalking(vault, options.signal);
  for await (const row of vault.records.scan()) {
    assertWalking(vault, options.signal);
    const line = await openRow(vault, readRow(row));
    seen += 1;
    if (line?.reason !== undefined) options.onUnreadable?.(line);
    else if (line !== undefined) yield line.tokens;
    options.onProgress?.({ seen });
  }
}

type Line =
  | (UnreadableRow & { readonly tokens?: undefined })
  | { readonly tokens: GrantTokens; readonly reason?: undefined };

/** Opens an active grant; `undefined` for one that has no usable tokens. */
async function openRow({ records }: Vault, row: ReturnType<typeof readRow>): Promise<Line | undefined> {
  const { key, id, record, reason } = row;
  if (reason !== undefined) return { key, reason };
  if (record.status !== 'active') return undefined;
  try {
    const tokens = await records.open(id, record);
    const { accessToken, refreshToken, expiresAt, issuedAt, scope } = tokens;
    if (refreshToken === undefined) return undefined;
    return { tokens: { ...id, refreshToken, accessToken, expiresAt, issuedAt, scope } };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return { key, reason: 'no_key' };
  }
}
