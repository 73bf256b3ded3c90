import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import type { LeadRow } from '../../model/rows/record-rows.ts';
import { invalidFields, todayOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { listedData } from '../base/earlier-data.ts';
import { sortedRows } from '../base/order-rows.ts';
import { searchQuery } from '../query/compile-search.ts';
import { textQuery } from '../query/compile-text.ts';
import { searchField } from '../query/find-field.ts';
import { memberOf } from '../query/row-query.ts';
import type { ObjectKind, QueryCall, RowTest } from '../query/row-query.ts';
import { leadKind } from '../query/object-kinds.ts';

export const searchRoutes: readonly ApiRoute[] = [{ method: 'POST', path: '/data/search/', handle: search }];

const defaultLimit = 100;

function search(listed: ApiCall): object {
  const call = { ...listed, data: listedData(listed) };
  const { body, ceilings, consistency } = call;
  if (body['query'] === undefined) throw invalidFields({ query: 'Field required' });
  const resultsLimit = countOf(body['results_limit'], Number.POSITIVE_INFINITY);
  const reachable = Math.min(resultsLimit, ceilings.searchResults);
  const found = findRows(call, body['query'], body['sort']);
  const { kind } = found;
  const isSnapshot = consistency.searchCursor === 'snapshot';
  const { skip, ids = isSnapshot ? [...found.rows].map(idOf) : undefined } = readSearchCursor(call);
  const end = Math.min(skip + limitOf(call), reachable);
  const isCounting = body['include_counts'] === true;
  const rows = ids === undefined ? found.rows : rowsOf(call, kind, ids);
  const page: object[] = [];
  let total = 0;
  // Without counts, one object after the page is enough to know that there is a next one.
  for (const row of rows) {
    if (row !== undefined && total >= skip && total < end) page.push(row);
    total += 1;
    if (!isCounting && total > end) break;
  }
  const hasMore = end > skip && end < Math.min(total, reachable);
  return {
    data: page.map((row) => renderObject(call, { kind, row })),
    cursor: hasMore ? createSearchCursor(call, { skip: end, ids }) : null,
    ...(isCounting && { count: { limited: Math.min(resultsLimit, total), total } }),
  };
}

function limitOf({ body, ceilings: { searchPageSize: max } }: ApiCall): number {
  const limit = countOf(body['_limit'], Math.min(defaultLimit, max));
  if (limit > max) throw invalidFields({ _limit: `Input should be less than or equal to ${max}` });
  return limit;
}

function countOf(value: unknown, fallback: number): number {
  return typeof value === 'number' && value >= 0 ? value : fallback;
}

function idOf(row: object): string {
  return String(memberOf(row, 'id'));
}

/** The rows of a snapshot, as they are now; `undefined` for those that are gone. */
function rowsOf({ data }: ApiCall, kind: ObjectKind, ids: readonly string[]): (object | undefined)[] {
  const rows = new Map(Array.from(kind.rows?.(data, []) ?? [], (row) => [idOf(row), row]));
  return ids.map((id) => rows.get(id));
}

/** Objects in their order. A row is looked at when it is read. */
function findRows(
  call: ApiCall,
  query: unknown,
  sort: unknown,
): { kind: ObjectKind; rows: Iterable<object> } {
  const { kind, test, order } = searchQuery(call, query, sort);
  return { kind, rows: filterLazily(kind.rows?.(call.data, order) ?? [], test) };
}

function* filterLazily(rows: Iterable<object>, test: RowTest): Generator<object, void, undefined> {
  for (const row of rows) if (test(row)) yield row;
}

/** Renders a result; without `_fields` only its id and type. Smart fields are returned when they are named. */
function renderObject(call: ApiCall, { kind, row }: { kind: ObjectKind; row: object }): object {
  const { body, data } = call;
  const head = { __object_type: kind.type, id: memberOf(row, 'id') };
  const names = isRecord(body['_fields']) ? body['_fields'][kind.type] : undefined;
  if (!Array.isArray(names)) return head;
  const wanted = new Set<string>(names.map(String));
  const view = { today: todayOf(call), isWanted: (name: string) => wanted.has(name) };
  const rendered: Record<string, unknown> = { ...kind.render?.(data, row, view) };
  const values = [...wanted].map((name) => {
    if (name in rendered || name.startsWith('custom.')) return [name, rendered[name] ?? null];
    const field = searchField(kind, name);
    if (field === undefined) throw invalidFields({ _fields: `Unknown field: ${name}` });
    return [name, field.read(row, data) ?? null];
  });
  return { ...head, ...Object.fromEntries(values) };
}

export const everyLead = { type: 'object_type', object_type: 'lead' } as const;

/**
 * The leads of the objects that match a query of the search grammar, a text of the older language, or both, in the
 * order of the objects. Default: all leads.
 */
export function selectLeads(call: ApiCall, { s_query, query, sort, results_limit }: JsonObject): string[] {
  const { kind, rows } = findRows(call, s_query ?? everyLead, sort);
  const name = kind.type === 'lead' ? 'id' : 'lead_id';
  const found = new Set([...rows].map((row) => String(memberOf(row, name))));
  const text = typeof query === 'string' ? new Set(findLeads(call, query).map(({ id }) => id)) : found;
  const ids = [...found].filter((id) => text.has(id));
  return typeof results_limit === 'number' ? ids.slice(0, results_limit) : ids;
}

/** Finds leads by a query text, in the order of its `sort:`. Default: newest first. */
export function findLeads(call: QueryCall, text: string): LeadRow[] {
  const { test, order } = textQuery(call, text, leadKind);
  return [...sortedRows<LeadRow>(call.data.leads, order)].filter(test);
}

interface SearchPosition {
  readonly skip: number;
  /** The ids of all results, if the cursors are snapshots. Those of the first page are not known yet. */
  readonly ids?: readonly string[] | undefined;
}

interface Snapshot {
  readonly ids: readonly string[];
  readonly expiresAt: number;
}

const snapshotsOf = new WeakMap<object, Map<number, Snapshot>>();

function createSearchCursor(call: ApiCall, { skip, ids }: SearchPosition): string {
  const expiresAt = call.now + call.ceilings.searchCursorMs;
  if (ids === undefined) return btoa(JSON.stringify([skip, expiresAt]));
  const snapshots = snapshotsOf.get(call.data.organization) ?? new Map<number, Snapshot>();
  snapshotsOf.set(call.data.organization, snapshots);
  for (const [number, snapshot] of snapshots) if (snapshot.expiresAt <= call.now) snapshots.delete(number);
  const number = Math.max(0, ...snapshots.keys()) + 1;
  snapshots.set(number, { ids, expiresAt });
  return btoa(JSON.stringify([skip, expiresAt, number]));
}

/** Reads the position of a cursor; the start without a cursor. */
function readSearchCursor({ body: { cursor }, data, now }: ApiCall): SearchPosition {
  if (cursor === undefined || cursor === null) return { skip: 0 };
  const [skip, expiresAt, number] = decode(cursor);
  if (typeof skip !== 'number' || typeof expiresAt !== 'number')
    throw invalidFields({ cursor: 'Invalid cursor' });
  if (expiresAt <= now) throw invalidFields({ cursor: 'Expired cursor' });
  if (typeof number !== 'number') return { skip };
  const snapshot = snapshotsOf.get(data.organization)?.get(number);
  if (snapshot === undefined) throw invalidFields({ cursor: 'Invalid cursor' });
  return { skip, ids: snapshot.ids };
}

function decode(cursor: unknown): readonly unknown[] {
  try {
    const content: unknown = JSON.parse(atob(String(cursor)));
    return Array.isArray(content) ? content : [];
  } catch {
    return [];
  }
}
