import { assertCount } from '../base/assert-count.ts';
import { assertText } from '../base/assert-text.ts';
import { readRow } from '../record/read-row.ts';
import type { UnreadableRow } from '../record/read-row.ts';
import type { GrantRecordStatus, GrantRow } from '../record/token-store.ts';
import type { Vault } from '../vault/vault.ts';
import { assertWalking } from './assert-walking.ts';
import type { GrantOperations } from './grant-operations.ts';
import { vaultOf } from './vault-of.ts';

/** One grant of {@link listGrants}, without secrets. */
export interface ListedGrant {
  /** The key of the row in the store. */
  readonly key: string;
  /** The Close organization; empty when the key is not that of a grant. */
  readonly organizationId: string;
  /** The Close user who connected; empty when the key is not that of a grant. */
  readonly userId: string;
  /** The stored status; `reauthorization_required` are those whose users must connect again. */
  readonly status: GrantRecordStatus | 'unreadable';
  /** Why the row is `unreadable`; a row whose sealing key is gone is listed by its status. */
  readonly reason: UnreadableRow['reason'] | undefined;
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  /** The scopes granted, separated by spaces. */
  readonly scope: string | undefined;
  /** The number of token pairs so far, of all logins; 0 when unreadable. */
  readonly generation: number;
  /** The number of refreshes since the latest login; 0 when unreadable. */
  readonly refreshes: number;
  /** When the record was written, in milliseconds since 1970. */
  readonly updatedAt: number | undefined;
}

/** The options of {@link listGrants}. */
export interface ListOptions {
  /** Only the grants of this organization. */
  organizationId?: string | undefined;
  /** Only the grants with this status. */
  status?: ListedGrant['status'] | undefined;
  /** Only the grants whose access token expires before this time, in milliseconds since 1970. */
  expiresBefore?: number | undefined;
  /** Continues after a page: the `next` of that page. */
  cursor?: string | undefined;
  /** The most grants to return. Default: 100 in a page, all of them in a loop. */
  limit?: number | undefined;
  /** Called after every 500 rows read, with the number of rows so far. */
  onProgress?: ((progress: { readonly seen: number }) => void) | undefined;
  /** Stops the walk with `aborted`. */
  signal?: AbortSignal | undefined;
}

/** One page of a {@link GrantList}. */
export interface GrantListPage {
  /** The grants of the page, at most `limit`. */
  readonly grants: readonly ListedGrant[];
  /** The cursor for the next page; `undefined` after the last one. The next page may be empty. */
  readonly next: string | undefined;
}

/** The grants that {@link listGrants} finds: all of them in a `for await` loop, or one page. */
export interface GrantList extends AsyncIterable<ListedGrant> {
  /**
   * Reads one page.
   *
   * @returns The grants of the page, and the cursor of the next one.
   * @throws CloseOAuthError `aborted`, `store_unavailable` or `closed`.
   */
  page(): Promise<GrantListPage>;
}

/** Where a list continues: at a page of the store, behind a key of it. */
interface Place {
  readonly after?: string | undefined;
  readonly key?: string | undefined;
}

const statuses = ['active', 'reauthorization_required', 'revoking', 'revoked', 'unreadable'];
const defaultLimit = 100;

/**
 * Lists the grants of the store, without secrets: all of them in a `for await` loop, or page by page. It needs no
 * key. Grants that connect or are erased during the walk may be missing.
 *
 * Cost: the whole store is read, 500 rows in each read, whatever the filters. A page stops at its last grant.
 *
 * @param oauth - The vault, from `createCloseOAuth`.
 * @param options - Filters, and where a page starts.
 * @returns The grants. Nothing is read before the loop, or before `page()`. Loop and page reject with `aborted`,
 * `store_unavailable` or `closed`.
 * @throws TypeError that names the wrong argument.
 * @example
 * ```ts
 * for await (const { organizationId, userId } of listGrants(oauth, { status: 'reauthorization_required' })) {
 *   await askToReconnect(organizationId, userId);
 * }
 * const { grants, next } = await listGrants(oauth, { limit: 50, cursor }).page();
 * ```
 */
export function listGrants(oauth: GrantOperations, options: ListOptions = {}): GrantList {
  const { vault } = vaultOf(oauth, 'listGrants');
  const place = parseListOptions(options);
  const { limit = Infinity } = options;
  return {
    async *[Symbol.asyncIterator]() {
      let left = limit;
      for await (const { grant } of walk(vault, options, place)) {
        yield grant;
        left -= 1;
        if (left === 0) return;
      }
    },
    page: () => vault.track(readPage(vault, options, place)),
  };
}

async function readPage(vault: Vault, options: ListOptions, place: Place): Promise<GrantListPage> {
  const { limit = defaultLimit } = options;
  const grants: ListedGrant[] = [];
  for await (const { grant, after } of walk(vault, options, place)) {
    grants.push(grant);
    if (grants.length === limit) return { grants, next: JSON.stringify({ after, key: grant.key }) };
  }
  return { grants, next: undefined };
}

async function* walk(
  vault: Vault,
  options: ListOptions,
  place: Place,
): AsyncGenerator<{ readonly grant: ListedGrant; readonly after: string | undefined }> {
  let { after, key: last } = place;
  let seen = 0;
  do {
    assertWalking(vault, options.signal);
    const { rows, next } = await vault.records.page(after);
    // When the last row of a page was erased, its page is listed again rather than rows left out.
    const start = rows.findIndex(({ key }) => key === last) + 1;
    for (const row of rows.slice(start)) {
      assertWalking(vault, options.signal);
      const grant = toListed(vault, row);
      if (isListed(grant, options)) yield { grant, after };
    }
    seen += rows.length - start;
    options.onProgress?.({ seen });
    after = next;
    last = undefined;
  } while (after !== undefined);
}

function toListed({ records }: Vault, row: GrantRow): ListedGrant {
  const { key, id, ...read } = readRow(row);
  const { organizationId = '', userId = '' } = id ?? {};
  const names = { key, organizationId, userId };
  if (read.reason !== undefined) {
    const unknown = {
      expiresAt: undefined,
      scope: undefined,
      generation: 0,
      refreshes: 0,
      updatedAt: undefined,
    };
    return { ...names, status: 'unreadable', reason: read.reason, ...unknown };
  }
  const { status, expiresAt, scope, generation, refreshes = 0, updatedAt } = read.record;
  return {
    ...names,
    status,
    reason: undefined,
    expiresAt: expiresAt === null ? undefined : records.toLocal(expiresAt),
    scope: scope ?? undefined,
    generation,
    refreshes,
    updatedAt,
  };
}

function isListed({ organizationId, status, expiresAt }: ListedGrant, options: ListOptions): boolean {
  return (
    (options.organizationId === undefined || options.organizationId === organizationId) &&
    (options.status === undefined || options.status === status) &&
    (options.expiresBefore === undefined || (expiresAt ?? Infinity) < options.expiresBefore)
  );
}

function parseListOptions({ organizationId, status, expiresBefore, cursor, limit }: ListOptions): Place {
  if (organizationId !== undefined) assertText(organizationId, 'listGrants', 'organizationId');
  if (status !== undefined && !statuses.includes(status)) {
    throw new TypeError(`listGrants: \`status\` must be one of ${statuses.join(', ')}.`);
  }
  if (expiresBefore !== undefined && !Number.isFinite(expiresBefore)) {
    throw new TypeError('listGrants: `expiresBefore` must be a time in milliseconds since 1970.');
  }
  if (limit !== undefined) assertCount(limit, 'listGrants', 'limit');
  return cursor === undefined ? {} : readCursor(cursor);
}

function readCursor(cursor: string): Place {
  try {
    const place: Place = JSON.parse(cursor);
    if (typeof place.key === 'string' && ['string', 'undefined'].includes(typeof place.after)) return place;
  } catch {
    // The error below says what is wrong.
  }
  throw new TypeError('listGrants: `cursor` must be the `next` of a page.');
}
