import { assertCount } from '../base/assert-count.ts';
import type { CloseOAuthErrorCode } from '../base/close-oauth-error.ts';
import { eachConcurrently } from '../base/each-concurrently.ts';
import type { GrantId } from '../record/grant-id.ts';
import { isUnreadable } from '../record/record-unreadable.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { assertOpen } from '../vault/vault.ts';
import type { Vault } from '../vault/vault.ts';
import { assertWalking } from './assert-walking.ts';
import type { GrantOperations } from './grant-operations.ts';
import type { GrantStates } from './grant-states.ts';
import { parseGrantTokens } from './parse-grant-tokens.ts';
import type { GrantTokens, ImportLine } from './parse-grant-tokens.ts';
import { vaultOf } from './vault-of.ts';
import type { VaultInside } from './vault-of.ts';

/** The progress of {@link importGrants}. */
export interface ImportProgress {
  /** Lines that were read. */
  readonly seen: number;
  /** Grants that were stored. */
  readonly imported: number;
  /** Lines that were left out, because the store has the grant already, or its user has disconnected. */
  readonly kept: number;
  /** Lines that could not be imported. */
  readonly failed: number;
}

/** A line that could not be imported. */
export interface ImportProblem {
  /** The index of the line, from 0. */
  readonly index: number;
  /**
   * `line_invalid`: repair the line and import it again · `record_unreadable`: the stored row is damaged, pass
   * `overwrite: true` to replace it · `record_too_new`: upgrade this process.
   */
  readonly code: 'line_invalid' | Extract<CloseOAuthErrorCode, 'record_unreadable' | 'record_too_new'>;
  /** What is wrong, without secrets. */
  readonly message: string;
}

/** The options of {@link importGrants}. */
export interface ImportOptions {
  /**
   * Replaces every stored grant, also one that is newer, disconnected or damaged. Only a record of a newer format
   * stays. Default: false.
   */
  overwrite?: boolean | undefined;
  /** How many lines are stored at a time. Default: 4. */
  concurrency?: number | undefined;
  /** Called for every line that could not be imported; the import goes on. */
  onProblem?: ((problem: ImportProblem) => void) | undefined;
  /** Called after every line. */
  onProgress?: ((progress: ImportProgress) => void) | undefined;
  /** Stops after the current lines. What was imported stays. */
  signal?: AbortSignal | undefined;
}

/** The lines of an import: objects, or their JSON as text. */
export type ImportLines = Iterable<GrantTokens | string> | AsyncIterable<GrantTokens | string>;

const defaultConcurrency = 4;

/**
 * Stores tokens of another system as grants. Stop the other system first: each refresh token works once. A stored
 * grant is replaced only by a line with a later `issuedAt`, or, where its user has to reconnect, without one; a user
 * who has disconnected stays disconnected. Running it again is harmless.
 *
 * Cost: one read and one write for each line; nothing is sent to Close.
 *
 * @param oauth - The vault, from `createCloseOAuth`.
 * @param lines - The tokens as objects, or as lines of JSON.
 * @param options - What to overwrite, and how to run. A line that cannot be imported is reported to `onProblem`.
 * @returns The numbers of lines by outcome.
 * @throws TypeError that names the wrong argument.
 * @throws CloseOAuthError `aborted`, `store_unavailable`, `keys_unavailable` or `closed`; errors of `lines` as they
 * are.
 * @example
 * ```ts
 * const lines = createInterface({ input: createReadStream('grants.jsonl') }); // of node:readline
 * const { imported, failed } = await importGrants(oauth, lines, { onProblem: console.error });
 * ```
 */
export async function importGrants(
  oauth: GrantOperations,
  lines: ImportLines,
  options: ImportOptions = {},
): Promise<ImportProgress> {
  assertImport(lines, options);
  const inside = vaultOf(oauth, 'importGrants');
  assertOpen(inside.vault);
  return inside.vault.track(importLines(inside, lines, options));
}

async function importLines(
  { vault, states }: VaultInside,
  lines: ImportLines,
  { concurrency = defaultConcurrency, overwrite = false, onProblem, onProgress, signal }: ImportOptions,
): Promise<ImportProgress> {
  const progress = { seen: 0, imported: 0, kept: 0, failed: 0 };
  await eachConcurrently(lines, concurrency, async (line: unknown, index) => {
    assertWalking(vault, signal);
    const parsed = parseGrantTokens(line, vault.now());
    const outcome =
      typeof parsed === 'string'
        ? ({ code: 'line_invalid', message: parsed } as const)
        : await importOne(vault, states, { line: parsed, overwrite });
    progress.seen += 1;
    progress[typeof outcome === 'string' ? outcome : 'failed'] += 1;
    if (typeof outcome !== 'string') onProblem?.({ index, ...outcome });
    onProgress?.({ ...progress });
  });
  return progress;
}

function assertImport(lines: unknown, { concurrency, overwrite }: ImportOptions): void {
  const isIterable = [Symbol.asyncIterator, Symbol.iterator].some(
    (name) => typeof Reflect.get(Object(lines), name) === 'function',
  );
  if (typeof lines === 'string' || !isIterable) {
    throw new TypeError('importGrants: `lines` must be an iterable of objects or of lines of JSON.');
  }
  if (concurrency !== undefined) assertCount(concurrency, 'importGrants', 'concurrency');
  if (overwrite !== undefined && typeof overwrite !== 'boolean') {
    throw new TypeError('importGrants: `overwrite` must be a boolean.');
  }
}

interface Import {
  readonly line: ImportLine;
  readonly overwrite: boolean;
}

async function importOne(
  vault: Vault,
  states: GrantStates,
  task: Import,
): Promise<'imported' | 'kept' | Pick<ImportProblem, 'code' | 'message'>> {
  const { organizationId, userId } = task.line.tokens;
  const id = { organizationId, userId };
  try {
    const isWritten = await writeLine(vault, states, { ...task, id });
    return isWritten ? 'imported' : 'kept';
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    const { code, message } = error;
    if (code === 'record_too_new' || !task.overwrite) {
      return { code: code === 'record_too_new' ? code : 'record_unreadable', message };
    }
    await vault.records.erase(id);
    return importOne(vault, states, task);
  }
}

async function writeLine(
  vault: Vault,
  states: GrantStates,
  { id, line, overwrite }: Import & { readonly id: GrantId },
): Promise<boolean> {
  let isReplaced = false;
  const { isWritten } = await updateRecord(vault.records, id, {
    async change(found) {
      isReplaced = found !== undefined;
      if (found !== undefined && !overwrite && !isNewer(vault, line, found)) return undefined;
      const sealed = await vault.records.seal(line.tokens, (found?.generation ?? 0) + 1);
      return { ...sealed, status: 'active', refreshes: 0, lease: null };
    },
  });
  if (isWritten && isReplaced) {
    // The next call reads the new tokens.
    Object.assign(states.of(id).state, { cached: undefined, refused: undefined, backOff: undefined });
  }
  return isWritten;
}

/** Whether a line replaces a stored grant. A user who has disconnected stays so. */
function isNewer({ records }: Vault, { issuedAt }: ImportLine, found: GrantRecord): boolean {
  if (found.status === 'reauthorization_required' && issuedAt === undefined) return true;
  if (found.status === 'revoking' || found.status === 'revoked' || issuedAt === undefined) return false;
  return issuedAt > records.toLocal(found.issuedAt ?? 0);
}
