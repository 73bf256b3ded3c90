import { isRecord } from '../../base/is-record.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { compileSearch } from '../query/compile-search.ts';
import { searchField } from '../query/find-field.ts';
import { memberOf } from '../query/object-kind.ts';
import type { ObjectKind, RowTest } from '../query/object-kind.ts';
import { leadKind } from '../query/object-kinds.ts';
import { compile } from '../query/query-context.ts';
import { createSearchCursor, readSearchCursor } from './search-cursor.ts';

/** The route of advanced search. */
export const searchRoutes: readonly ApiRoute[] = [{ method: 'POST', path: '/data/search/', handle: search }];

const defaultLimit = 100;
const maxReachable = 10_000;
function search(call: ApiCall): object {
  const { body, now } = call;
  if (body['query'] === undefined) throw invalidFields({ query: 'Field required' });
  const resultsLimit = countOf(body['results_limit'], Number.POSITIVE_INFINITY);
  const reachable = Math.min(resultsLimit, maxReachable);
  const skip = readSearchCursor(body['cursor'], now);
  const end = Math.min(skip + countOf(body['_limit'], defaultLimit), reachable);
  const isCounting = body['include_counts'] === true;
  const { kind, rows } = findRows(call, body['query'], body['sort']);
  const page: object[] = [];
  let total = 0;
  // Without counts, one object after the page is enough to know that there is a next one.
  for (const row of rows) {
    if (total >= skip && total < end) page.push(row);
    total += 1;
    if (!isCounting && total > end) break;
  }
  const hasMore = end > skip && end < Math.min(total, reachable);
  return {
    data: page.map((row) => renderObject(call, { kind, row }, body['_fields'])),
    cursor: hasMore ? createSearchCursor(end, now) : null,
    ...(isCounting && { count: { limited: Math.min(resultsLimit, total), total } }),
  };
}

/** Finds the leads of the objects that match a query of the search grammar, in the order of the objects. */
export function findLeadIds(call: ApiCall, query: unknown, sort: unknown): string[] {
  const { kind, rows } = findRows(call, query, sort);
  const name = kind.type === 'lead' ? 'id' : 'lead_id';
  return [...new Set([...rows].map((row) => String(memberOf(row, name))))];
}

/** Finds the objects that match a query, in their order. A row is looked at when it is read. */
function findRows(
  call: ApiCall,
  rawQuery: unknown,
  sort: unknown,
): { readonly kind: ObjectKind; readonly rows: Iterable<object> } {
  const query = compile(call, (context) => compileSearch(rawQuery, sort, context), undefined);
  if (query === undefined) return { kind: leadKind, rows: [] };
  const { kind, test, order } = query;
  return { kind, rows: filterLazily(kind.rows?.(call.data, order) ?? [], test) };
}

function* filterLazily(rows: Iterable<object>, test: RowTest): Generator<object, void, undefined> {
  for (const row of rows) if (test(row)) yield row;
}

/** Renders a result; without `_fields` only its id and type. Smart fields are returned when they are named. */
function renderObject(
  call: ApiCall,
  { kind, row }: { kind: ObjectKind; row: object },
  fields: unknown,
): object {
  const head = { __object_type: kind.type, id: memberOf(row, 'id') };
  const names = isRecord(fields) ? fields[kind.type] : undefined;
  if (!Array.isArray(names)) return head;
  const today = timestampOf(call).slice(0, 10);
  const wanted = new Set<unknown>(names);
  const view = { today, isWanted: (name: string) => wanted.has(name) };
  const rendered: Record<string, unknown> = { ...kind.render?.(call.data, row, view) };
  const values = names.map(String).map((name) => {
    if (name in rendered || name.startsWith('custom.')) return [name, rendered[name] ?? null];
    const field = searchField(kind, name);
    if (field === undefined) throw invalidFields({ _fields: `Unknown field: ${name}` });
    return [name, field.read(row, call.data) ?? null];
  });
  return { ...head, ...Object.fromEntries(values) };
}

function countOf(value: unknown, fallback: number): number {
  return typeof value === 'number' && value >= 0 ? value : fallback;
}
