import { isRecord } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import { invalidFields } from '../base/api-refusal.ts';
import { tableOf } from '../resources/resource.ts';
import { smartViews } from '../resources/work-resources.ts';
import { conditionTest, modeTest } from './condition-test.ts';
import { searchField } from './find-field.ts';
import { customField, kindOf, relatedRows, textsOf } from './kinds.ts';
import { memberOf } from './object-kind.ts';
import type { Field, ObjectKind, RowTest } from './object-kind.ts';
import { anyValue, matchAll, matchNone, notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import { sortKeyOf } from './row-query.ts';
import type { RowQuery } from './row-query.ts';

/** A query of the search grammar, compiled for the objects of one type. */
export interface KindQuery extends RowQuery {
  readonly kind: ObjectKind;
}

interface SearchContext extends QueryContext {
  readonly depth: number;
}

const maxDepth = 100;

/** Compiles a query of the search grammar for the type of objects that it names; without a name, for leads. */
export function compileSearch(raw: unknown, sort: unknown, context: QueryContext): KindQuery | undefined {
  const types = [...new Set(typesIn(raw, 0))];
  const kind = kindOf(types[0] ?? 'lead');
  if (kind?.rows === undefined || types.length > 1) {
    const names = types.map((type) => `"${type}"`).join(' and ');
    notUnderstood(context, 'query', `The sandbox does not search for objects of the type ${names}.`);
    return undefined;
  }
  const keys = Array.isArray(sort) ? sort : [];
  return {
    kind,
    test: compileQuery(raw, kind, { ...context, depth: 0 }),
    order: keys.flatMap((key: unknown) => readKey(objectOf(key), kind, context) ?? []),
  };
}

/** The types of the objects that a query finds. */
function typesIn(raw: unknown, depth: number): string[] {
  const query = objectOf(raw);
  if (query['type'] === 'object_type' && query['negate'] !== true) return [String(query['object_type'])];
  return depth > maxDepth ? [] : listOf(query['queries']).flatMap((part) => typesIn(part, depth + 1));
}

function compileQuery(raw: unknown, kind: ObjectKind, context: SearchContext): RowTest {
  const depth = context.depth + 1;
  if (depth > maxDepth)
    return notUnderstood(context, 'query', `A query must not be nested deeper than ${maxDepth}.`);
  const query = objectOf(raw);
  const test = compileNode(query, kind, { ...context, depth });
  return query['negate'] === true ? (row) => !test(row) : test;
}

function compileNode(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  switch (query['type']) {
    case 'and': {
      const tests = listOf(query['queries']).map((part) => compileQuery(part, kind, context));
      const needed = tests.filter((test) => test !== matchAll);
      return needed.length === 0 ? matchAll : (row) => needed.every((test) => test(row));
    }
    case 'or': {
      const tests = listOf(query['queries']).map((part) => compileQuery(part, kind, context));
      return (row) => tests.some((test) => test(row));
    }
    case 'object_type':
      return query['object_type'] === kind.type ? matchAll : matchNone;
    case 'id':
      return (row) => memberOf(row, 'id') === query['value'];
    case 'match_all':
      return matchAll;
    case 'text': {
      const [test, read] = [modeTest(query, context), textsOf(kind, context.data)];
      return (row) => test(read(row));
    }
    case 'field_condition':
      return compileField(query, kind, context);
    case 'has_related':
      return compileRelated(query, kind, context);
    case 'saved_search':
      return compileSavedSearch(query, kind, context);
    default: {
      const type = JSON.stringify(query['type']);
      return notUnderstood(context, 'query', `The sandbox does not know the query type ${type}.`);
    }
  }
}

function compileField(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const field = readField(objectOf(query['field']), kind, context);
  if (field === undefined) return matchNone;
  const test = conditionTest(objectOf(query['condition']), field, context);
  return (row) => anyValue(field.read(row, context.data), test);
}

/** A field of the grammar; `undefined` after noting that the kind has none of this name. */
function readField(
  shape: JsonObject,
  kind: ObjectKind,
  context: QueryContext,
): (Field & { readonly name: string }) | undefined {
  const isCustom = shape['type'] === 'custom_field';
  const name = String(shape[isCustom ? 'custom_field_id' : 'field_name']);
  const type = isCustom ? kind.type : String(shape['object_type']);
  const field = isCustom ? customField(kind, name, context.data) : searchField(kind, name);
  if (field !== undefined && type === kind.type) return { ...field, name };
  const owner = type === kind.type ? `"${type}"` : `"${type}" in a query for "${kind.type}"`;
  notUnderstood(context, 'query', `The sandbox does not know the field "${name}" of ${owner}.`);
  return undefined;
}

function compileRelated(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const type = String(query['this_object_type']);
  const relatedType = String(query['related_object_type']);
  const related = kindOf(relatedType);
  const rowsOf = related && type === kind.type ? relatedRows(kind, related) : undefined;
  if (related === undefined || rowsOf === undefined) {
    const names = `"${relatedType}" to "${type}" in a query for "${kind.type}"`;
    return notUnderstood(context, 'query', `The sandbox does not relate ${names}.`);
  }
  const test = compileQuery(query['related_query'], related, context);
  return (row) => rowsOf(row, context.data).some(test);
}

function compileSavedSearch(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const view = tableOf(context.data, smartViews).get(String(query['saved_search_id']));
  if (view === undefined) throw invalidFields({ query: 'This Smart View does not exist' });
  const saved = objectOf(view['s_query']);
  if (typeof saved['results_limit'] === 'number') {
    const message = 'The sandbox does not know which objects a Smart View with a limit holds.';
    return notUnderstood(context, 'query', message);
  }
  return saved['query'] === undefined ? matchAll : compileQuery(saved['query'], kind, context);
}

function readKey(
  key: JsonObject,
  kind: ObjectKind,
  context: QueryContext,
): RowQuery['order'][number] | undefined {
  const field = readField(objectOf(key['field']), kind, context);
  const sign = key['direction'] === 'desc' ? -1 : 1;
  return field && sortKeyOf(field.name, field, { sign, data: context.data });
}

function objectOf(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
