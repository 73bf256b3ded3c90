import type { GrantOperations } from './grant-operations.ts';
import { isUnreadable } from '../record/record-unreadable.ts';
import { readRow } from '../record/read-row.ts';
import type { UnreadableRow } from '../record/read-row.ts';
import type { Vault } from '../vault/vault.ts';
import { assertWalking } from './assert-walking.ts';
import type { GrantTokens } from './parse-grant-tokens.ts';
import { vaultOf } from './vault-of.ts';

/** The options of {@link exportGrants}. */
export interface ExportOptions {
  /** Called for every row that cannot be read; the walk goes on. */
  onUnreadable?: ((row: UnreadableRow) => void) | undefined;
  /** Called after every row, with the number of rows so far. */
  onProgress?: ((progress: { readonly seen: number }) => void) | undefined;
  /** Stops the walk with `aborted`. */
  signal?: AbortSignal | undefined;
}

/**
 * **Returns secrets.** Walks over all active grants and opens their tokens, for a move to another system. The lines are
 * as good as the connections: never log them, encrypt them at rest, delete them afterwards. Stop all processes of
 * this app first: each refresh token works once, and the next refresh makes its line worthless.
 *
 * Cost: one read for 500 rows, and the decryption of each.
 *
 * @param oauth - The vault, from `createCloseOAuth`.
 * @param options - `onUnreadable` is called for a row that cannot be read; the walk goes on.
 * @returns The lines for {@link importGrants}. The loop rejects with `aborted`, `store_unavailable`, `keys_unavailable`
 * or `closed`.
 * @throws TypeError when `oauth` is no vault.
 * @example
 * ```ts
 * for await (const line of exportGrants(oauth)) file.write(`${JSON.stringify(line)}\n`);
 * ```
 */
export function exportGrants(
  oauth: GrantOperations,
  options: ExportOptions = {},
): AsyncIterable<GrantTokens> {
  return openAll(vaultOf(oauth, 'exportGrants').vault, options);
}

async function* openAll(vault: Vault, options: ExportOptions): AsyncGenerator<GrantTokens> {
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
