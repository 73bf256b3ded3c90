import { isRecord, recordsIn } from '../../base/is-record.ts';
import type { JsonObject } from '../../base/is-record.ts';
import { invalidFields } from '../base/api-call.ts';
import { tableOf } from '../base/resource.ts';
import { smartViews } from '../resources/work-resources.ts';
import { conditionTest, modeTest } from './value-test.ts';
import { searchField } from './find-field.ts';
import { customField, kindOf, relationOf, textsOf } from './kinds.ts';
import { anyValue, compile, every, matchAll, matchNone, memberOf, notUnderstood, some } from './row-query.ts';
import { sortKeyOf } from './row-query.ts';
import type { NamedField, ObjectKind, QueryCall, QueryContext, RowQuery, RowTest } from './row-query.ts';
import { leadKind } from './object-kinds.ts';

type KindQuery = RowQuery & { readonly kind: ObjectKind };
type SearchContext = QueryContext & { readonly depth: number };
type Compile = (query: JsonObject, kind: ObjectKind, context: SearchContext) => RowTest;

const maxDepth = 100;

/** Compiles a query of the search grammar for the type of objects that it names; without a name, for leads. */
export function searchQuery(call: QueryCall, raw: unknown, sort: unknown): KindQuery {
  return compile<KindQuery>(call, (context) => {
    const types = [...new Set(typesIn(raw))];
    const kind = kindOf(types[0] ?? 'lead');
    if (kind?.rows === undefined || types.length > 1) {
      const names = types.map((type) => `"${type}"`).join(' and ');
      const message = `The sandbox does not search for objects of the type ${names}.`;
      return { kind: leadKind, test: notUnderstood(context, message), order: [] };
    }
    const order = recordsIn(sort).flatMap((key) => {
      const field = readField(objectOf(key['field']), kind, context);
      const sign = key['direction'] === 'desc' ? -1 : 1;
      return field === undefined ? [] : [sortKeyOf(field, sign, context.data)];
    });
    return { kind, test: compileQuery(raw, kind, { ...context, depth: 0 }), order };
  });
}

function typesIn(raw: unknown): string[] {
  const query = objectOf(raw);
  if (query['type'] === 'object_type' && query['negate'] !== true) return [String(query['object_type'])];
  return recordsIn(query['queries']).flatMap(typesIn);
}

function compileQuery(raw: unknown, kind: ObjectKind, context: SearchContext): RowTest {
  const depth = context.depth + 1;
  if (depth > maxDepth) return notUnderstood(context, `A query must not be nested deeper than ${maxDepth}.`);
  const query = objectOf(raw);
  const compileNode = compilers.get(query['type']);
  const type = JSON.stringify(query['type']);
  if (compileNode === undefined)
    return notUnderstood(context, `The sandbox does not know the query type ${type}.`);
  const test = compileNode(query, kind, { ...context, depth });
  return query['negate'] === true ? (row) => !test(row) : test;
}

const compilers = new Map<unknown, Compile>([
  ['and', (...args) => every(compileParts(...args))],
  ['or', (...args) => some(compileParts(...args))],
  ['object_type', ({ object_type }, { type }) => (object_type === type ? matchAll : matchNone)],
  [
    'id',
    ({ value }) =>
      (row) =>
        memberOf(row, 'id') === value,
  ],
  ['match_all', () => matchAll],
  ['text', compileText],
  ['field_condition', compileField],
  ['has_related', compileRelated],
  ['saved_search', compileSavedSearch],
]);

function compileParts(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest[] {
  const parts: readonly unknown[] = Array.isArray(query['queries']) ? query['queries'] : [];
  return parts.map((part) => compileQuery(part, kind, context));
}

function compileText(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const [test, read] = [modeTest(query, context), textsOf(kind, context.data)];
  return (row) => test(read(row));
}

function compileField(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const field = readField(objectOf(query['field']), kind, context);
  if (field === undefined) return matchNone;
  const test = conditionTest(objectOf(query['condition']), field, context);
  return (row) => anyValue(field.read(row, context.data), test);
}

/** A field of the grammar; `undefined` after noting that the kind has none of this name. */
function readField(shape: JsonObject, kind: ObjectKind, context: QueryContext): NamedField | undefined {
  const isCustom = shape['type'] === 'custom_field';
  const name = String(shape[isCustom ? 'custom_field_id' : 'field_name']);
  const type = isCustom ? kind.type : String(shape['object_type']);
  const field = isCustom ? customField(kind, name, context.data) : searchField(kind, name);
  if (field !== undefined && type === kind.type) return { ...field, name };
  const owner = type === kind.type ? `"${type}"` : `"${type}" in a query for "${kind.type}"`;
  notUnderstood(context, `The sandbox does not know the field "${name}" of ${owner}.`);
  return undefined;
}

function compileRelated(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const type = String(query['this_object_type']);
  const relatedType = String(query['related_object_type']);
  const relation = type === kind.type ? relationOf(kind, kindOf(relatedType)) : undefined;
  if (relation === undefined) {
    const names = `"${relatedType}" to "${type}" in a query for "${kind.type}"`;
    return notUnderstood(context, `The sandbox does not relate ${names}.`);
  }
  const test = compileQuery(query['related_query'], relation.kind, context);
  return (row) => relation.rowsOf(row, context.data).some(test);
}

function compileSavedSearch(query: JsonObject, kind: ObjectKind, context: SearchContext): RowTest {
  const view = tableOf(context.data, smartViews).get(String(query['saved_search_id']));
  if (view === undefined) throw invalidFields({ query: 'This Smart View does not exist' });
  const saved = objectOf(view['s_query']);
  if (typeof saved['results_limit'] === 'number')
    return notUnderstood(context, 'The sandbox does not know which objects a Smart View with a limit holds.');
  return saved['query'] === undefined ? matchAll : compileQuery(saved['query'], kind, context);
}

function objectOf(value: unknown): JsonObject {
  return isRecord(value) ? value : {};
}
