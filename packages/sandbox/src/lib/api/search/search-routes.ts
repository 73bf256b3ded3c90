import { isRecord } from '../../base/is-record.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { compileSearch } from '../query/compile-search.ts';
import { searchField } from '../query/find-field.ts';
import { memberOf } from '../query/object-kind.ts';
import type { ObjectKind } from '../query/object-kind.ts';
import { compile } from '../query/query-context.ts';
import { sortRows } from '../query/row-query.ts';
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
  const page: FoundObject[] = [];
  let total = 0;
  // Without counts, one object after the page is enough to know that there is a next one.
  for (const object of walkObjects(call, body['query'], body['sort'])) {
    if (total >= skip && total < end) page.push(object);
    total += 1;
    if (!isCounting && total > end) break;
  }
  const hasMore = end > skip && end < Math.min(total, reachable);
  return {
    data: page.map((object) => renderObject(call, object, body['_fields'])),
    cursor: hasMore ? createSearchCursor(end, now) : null,
    ...(isCounting && { count: { limited: Math.min(resultsLimit, total), total } }),
  };
}

/** An object that a search found. */
export interface FoundObject {
  readonly kind: ObjectKind;
  readonly row: object;
  readonly id: string;
  readonly leadId: string;
}

/** Finds and sorts the objects that match a query of the search grammar. */
export function findObjects(call: ApiCall, query: unknown, sort: unknown): FoundObject[] {
  return [...walkObjects(call, query, sort)];
}

/** Walks the objects in their order, so that a caller can stop. */
function* walkObjects(call: ApiCall, rawQuery: unknown, sort: unknown): Generator<FoundObject> {
  const query = compile(call, (context) => compileSearch(rawQuery, sort, context), undefined);
  if (query === undefined) return;
  const { kind, test, order } = query;
  for (const row of sortRows(kind.all?.(call.data) ?? [], order)) {
    if (!test(row)) continue;
    const [id, leadId] = ['id', kind.type === 'lead' ? 'id' : 'lead_id'].map((name) => memberOf(row, name));
    yield { kind, row, id: String(id), leadId: String(leadId) };
  }
}

/** Renders a result; without `_fields` only its id and type. Smart fields are returned when they are named. */
function renderObject(call: ApiCall, { kind, row, id }: FoundObject, fields: unknown): object {
  const head = { __object_type: kind.type, id };
  const names = isRecord(fields) ? fields[kind.type] : undefined;
  if (!Array.isArray(names)) return head;
  const today = timestampOf(call).slice(0, 10);
  const rendered: Record<string, unknown> = { ...kind.render?.(call.data, row, today) };
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
