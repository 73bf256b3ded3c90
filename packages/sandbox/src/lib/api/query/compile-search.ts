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
import { matchAll, matchNone, notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import { sortKeyOf } from './row-query.ts';
import type { RowQuery, SortKey } from './row-query.ts';
import { readShape } from './search-shapes.ts';
import type { Shaped } from './search-shapes.ts';

/** A query of the search grammar, compiled for the objects of one type. */
export interface KindQuery extends RowQuery {
  readonly kind: ObjectKind;
}

interface SearchContext extends QueryContext {
  /** The types that the search finds. */
  readonly found: readonly string[];
  readonly depth: number;
}

const maxDepth = 100;

/** Compiles a query of the search grammar for each type that it names; without a name, for leads. */
export function compileSearch(query: unknown, sort: unknown, context: QueryContext): KindQuery[] {
  const named = [...new Set(typesIn(query, 0))];
  const found = named.length === 0 ? ['lead'] : named;
  return found.flatMap((type) => {
    const kind = kindOf(type);
    if (kind?.all === undefined) {
      notUnderstood(context, 'query', `The sandbox does not search for the object type "${type}".`);
      return [];
    }
    const inSearch: SearchContext = { ...context, found, depth: 0 };
    const keys = Array.isArray(sort) ? sort : [];
    return [
      {
        kind,
        test: compileQuery(query, kind, inSearch),
        order: keys.map((key) => readKey(key, kind, inSearch)),
      },
    ];
  });
}

/** The types of the objects that a query finds. */
function typesIn(query: unknown, depth: number): string[] {
  if (!isRecord(query) || depth > maxDepth) return [];
  if (query['type'] === 'object_type' && query['negate'] !== true) return [String(query['object_type'])];
  const parts: unknown = query['queries'];
  return Array.isArray(parts) ? parts.flatMap((part) => typesIn(part, depth + 1)) : [];
}

function compileQuery(raw: unknown, kind: ObjectKind, context: SearchContext): RowTest {
  const query = readShape('query', raw, context);
  if (query === undefined) return matchNone;
  if (context.depth > maxDepth)
    return notUnderstood(context, 'query', `A query must not be nested deeper than ${maxDepth}.`);
  const test = compileNode(query, kind, { ...context, depth: context.depth + 1 });
  return query['negate'] === true ? (row) => !test(row) : test;
}

function compileNode(query: Shaped<'query'>, kind: ObjectKind, context: SearchContext): RowTest {
  switch (query.type) {
    case 'and': {
      const tests = partsOf(query).map((part) => compileQuery(part, kind, context));
      const needed = tests.filter((test) => test !== matchAll);
      return needed.length === 0 ? matchAll : (row) => needed.every((test) => test(row));
    }
    case 'or': {
      const tests = partsOf(query).map((part) => compileQuery(part, kind, context));
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
    default:
      return compileSavedSearch(query, kind, context);
  }
}

function partsOf(query: Shaped<'query'>): readonly unknown[] {
  if (Array.isArray(query['queries'])) return query['queries'];
  throw invalidFields({ query: '`and` and `or` require a list of queries' });
}

function compileField(query: Shaped<'query'>, kind: ObjectKind, context: SearchContext): RowTest {
  const field = readField(query['field'], kind, context);
  if (field === undefined) return matchNone;
  const test = conditionTest(query['condition'], field, context);
  return (row) => test(field.read(row, context.data));
}

/** A field of the grammar; `undefined` if the kind has none, which is noted unless another type of the search has. */
function readField(
  raw: unknown,
  kind: ObjectKind,
  context: SearchContext,
): (Field & { readonly name: string }) | undefined {
  const shape = readShape('field', raw, context);
  if (shape === undefined) return undefined;
  const isCustom = shape.type === 'custom_field';
  const name = String(isCustom ? shape['custom_field_id'] : shape['field_name']);
  const type = isCustom ? kind.type : String(shape['object_type']);
  const fieldIn = (owner: ObjectKind): Field | undefined =>
    isCustom ? customField(owner, name, context.data) : searchField(owner, name);
  const field = type === kind.type ? fieldIn(kind) : undefined;
  if (field !== undefined) return { ...field, name };
  const others = context.found.filter((found) => found !== kind.type && (isCustom || found === type));
  const isOfOther = others.some((other) => {
    const owner = kindOf(other);
    return owner !== undefined && fieldIn(owner) !== undefined;
  });
  if (!isOfOther) {
    const owner = type === kind.type ? type : `${type}" among those of "${kind.type}`;
    notUnderstood(context, 'query', `The sandbox does not know the field "${name}" of "${owner}".`);
  }
  return undefined;
}

function compileRelated(query: Shaped<'query'>, kind: ObjectKind, context: SearchContext): RowTest {
  const given = query['this_object_type'];
  const type = typeof given === 'string' ? given : kind.type;
  if (type !== kind.type && context.found.includes(type)) return matchNone;
  const related = kindOf(String(query['related_object_type']));
  const rowsOf = related && type === kind.type ? relatedRows(kind, related) : undefined;
  if (related === undefined || rowsOf === undefined) {
    const names = `"${String(query['related_object_type'])}" to "${type}"`;
    return notUnderstood(
      context,
      'query',
      `The sandbox does not relate ${names} in a query for "${kind.type}".`,
    );
  }
  const test = compileQuery(query['related_query'], related, { ...context, found: [related.type] });
  return (row) => rowsOf(row, context.data).some(test);
}

function compileSavedSearch(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const view = tableOf(context.data, smartViews).get(String(query['saved_search_id']));
  if (view === undefined) throw invalidFields({ query: 'This Smart View does not exist' });
  const saved = view['s_query'];
  if (!isRecord(saved)) return matchAll;
  if (typeof saved['results_limit'] === 'number')
    return notUnderstood(
      context,
      'query',
      'The sandbox does not know which objects a limited Smart View holds.',
    );
  return compileQuery(saved['query'], kind, context);
}

/** A sort key. Objects of a type without the field come last. */
function readKey(raw: unknown, kind: ObjectKind, context: SearchContext): SortKey {
  const { direction, field: rawField } = isRecord(raw) ? raw : {};
  const sign = direction === 'desc' ? -1 : 1;
  const field = readField(rawField, kind, context);
  if (field === undefined) return { name: '', sign, read: () => null };
  return sortKeyOf(field.name, field, { sign, data: context.data });
}
