import { isRecord } from '../../base/is-record.ts';
import { timestampOf } from '../base/api-call.ts';
import type { ApiCall, ApiRoute } from '../base/api-call.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { compareValues } from '../base/order-rows.ts';
import { asQuery, evaluateQuery, objectTypesOf } from './evaluate-query.ts';
import { createSearchCursor, readSearchCursor } from './search-cursor.ts';
import { searchObjectsOf } from './search-object.ts';
import type { SearchObject } from './search-object.ts';

/** The route of advanced search. */
export const searchRoutes: readonly ApiRoute[] = [{ method: 'POST', path: '/data/search/', handle: search }];

const defaultLimit = 100;
const maxReachable = 10_000;
function search(call: ApiCall): object {
  const { body, now } = call;
  if (body['query'] === undefined) throw invalidFields({ query: 'Field required' });
  const found = findObjects(call, body['query'], body['sort']);
  const resultsLimit = countOf(body['results_limit'], found.length);
  const reachable = found.slice(0, Math.min(resultsLimit, maxReachable));
  const skip = readSearchCursor(body['cursor'], now);
  const end = skip + countOf(body['_limit'], defaultLimit);
  return {
    data: reachable.slice(skip, end).map((object) => renderObject(object, body['_fields'])),
    cursor: end > skip && end < reachable.length ? createSearchCursor(end, now) : null,
    ...(body['include_counts'] === true && {
      count: { limited: Math.min(resultsLimit, found.length), total: found.length },
    }),
  };
}

/** Finds and sorts the objects that match a query of the search grammar. */
export function findObjects(call: ApiCall, rawQuery: unknown, sort: unknown): SearchObject[] {
  const { data, now, user } = call;
  const query = asQuery(rawQuery);
  const today = timestampOf(call).slice(0, 10);
  const context = { data, now, userId: user.id };
  const found = objectTypesOf(query)
    .flatMap((type) => searchObjectsOf(data, type, today))
    .filter((object) => evaluateQuery(query, object, context));
  return sortObjects(found, sort);
}

function sortObjects(objects: readonly SearchObject[], sort: unknown): SearchObject[] {
  const keys = (Array.isArray(sort) ? sort : []).map(readSortKey);
  if (keys.length === 0) keys.push({ name: 'date_created', sign: -1 });
  return objects.toSorted((a, b) => {
    for (const { name, sign } of keys) {
      const order = compareValues(sortValue(a.fields[name]), sortValue(b.fields[name]), sign);
      if (order !== 0) return order;
    }
    return 0;
  });
}

function readSortKey(item: { direction?: unknown; field?: Record<string, unknown> } | null): {
  name: string;
  sign: number;
} {
  const { field_name: regular, custom_field_id: custom } = item?.field ?? {};
  const name = typeof regular === 'string' ? regular : `custom.${String(custom)}`;
  return { name, sign: item?.direction === 'desc' ? -1 : 1 };
}

function sortValue(value: unknown): string | number | null {
  if (typeof value === 'number') return value;
  return typeof value === 'string' ? value.toLowerCase() : null;
}

/** Renders a result; without `_fields` only its id and type. */
function renderObject(object: SearchObject, fields: unknown): object {
  const head = { __object_type: object.type, id: object.id };
  const names = isRecord(fields) ? fields[object.type] : undefined;
  if (!Array.isArray(names)) return head;
  const rendered: Record<string, unknown> = { ...object.render() };
  const unknown = names.find((name) => !(name in rendered) && !String(name).startsWith('custom.'));
  if (unknown !== undefined) throw invalidFields({ _fields: `Unknown field: ${unknown}` });
  return { ...head, ...Object.fromEntries(names.map((name) => [name, rendered[name] ?? null])) };
}

function countOf(value: unknown, fallback: number): number {
  return typeof value === 'number' && value >= 0 ? value : fallback;
}
