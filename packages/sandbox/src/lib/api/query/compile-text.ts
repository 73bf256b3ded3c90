import { namedKind, textField } from './find-field.ts';
import { relatedRows, textsOf } from './kinds.ts';
import type { ObjectKind, RowTest } from './object-kind.ts';
import { memberOf } from './object-kind.ts';
import { parseQuery } from './parse-query.ts';
import { anyValue, matchAll, notUnderstood } from './query-context.ts';
import type { QueryContext } from './query-context.ts';
import type { QueryNode, QueryValue } from './query-node.ts';
import { sortKeyOf } from './row-query.ts';
import type { RowQuery } from './row-query.ts';
import { valueTest, wordsTest } from './value-test.ts';

/**
 * Compiles a query text for rows of a kind. What is not understood is noted in the context.
 *
 * @throws ApiRefusal 400 when the text does not follow the syntax.
 */
export function compileText(text: string, kind: ObjectKind, context: QueryContext): RowQuery {
  const { root, sort, slice } = parseQuery(text);
  const order = sort.flatMap(({ name, sign }) => {
    const field = textField(kind, name.text, context.data);
    if (field === undefined) unknownName(context, 'field', name);
    return field === undefined ? [] : [sortKeyOf(name.text, field, { sign, data: context.data })];
  });
  const test = compileNode(root, kind, context);
  if (slice === undefined) return { test, order };
  const { number, total } = slice;
  return { test: (row) => test(row) && hashOf(memberOf(row, 'id')) % total === number % total, order };
}

function compileNode(node: QueryNode, kind: ObjectKind, context: QueryContext): RowTest {
  switch (node.type) {
    case 'everything':
      return matchAll;
    case 'and': {
      const tests = node.parts.map((part) => compileNode(part, kind, context));
      return tests.length === 0 ? matchAll : (row) => tests.every((test) => test(row));
    }
    case 'or': {
      const tests = node.parts.map((part) => compileNode(part, kind, context));
      return (row) => tests.some((test) => test(row));
    }
    case 'not': {
      const test = compileNode(node.part, kind, context);
      return (row) => !test(row);
    }
    case 'words':
      return compileWords(node.value, kind, context);
    case 'has':
      return compileHas(node.name, kind, context);
    case 'object':
      return compileObject(node, kind, context);
    default:
      return compileField(node, kind, context);
  }
}

function compileWords(value: QueryValue, kind: ObjectKind, context: QueryContext): RowTest {
  const test = wordsTest(value);
  if (test === undefined) return unfit(context, 'a phrase with `*`', value);
  const read = textsOf(kind, context.data);
  return (row) => test(read(row));
}

function compileHas(name: QueryValue, kind: ObjectKind, context: QueryContext): RowTest {
  const field = textField(kind, name.text, context.data);
  if (field === undefined) return unknownName(context, 'field', name);
  const { data } = context;
  return (row) => anyValue(field.read(row, data), (value) => field.isCount !== true || Number(value) > 0);
}

function compileObject(
  { name, part }: QueryNode & { type: 'object' },
  kind: ObjectKind,
  context: QueryContext,
): RowTest {
  const related = namedKind(name.text);
  const rowsOf = related && relatedRows(kind, related);
  if (related === undefined || rowsOf === undefined) return unknownName(context, 'object', name);
  const test = compileNode(part, related, context);
  return (row) => rowsOf(row, context.data).some(test);
}

function compileField(
  { name, comparison, values }: QueryNode & { type: 'field' },
  kind: ObjectKind,
  context: QueryContext,
): RowTest {
  const { data } = context;
  const field = textField(kind, name.text, data);
  if (field === undefined) return unknownName(context, 'field', name);
  const tests = values.map(
    (value) =>
      valueTest(field.type, { ...value, comparison }, context) ??
      unfit(context, `a comparison of \`${name.text}\` by`, { ...value, text: `${comparison}${value.text}` }),
  );
  return (row) => anyValue(field.read(row, data), (value) => tests.some((test) => test(value)));
}

function unknownName(context: QueryContext, what: string, { text, at }: QueryValue): () => false {
  const message = `The sandbox does not know the ${what} "${text}" (character ${at + 1} of the query).`;
  return notUnderstood(context, 'query', message);
}

function unfit(context: QueryContext, what: string, { text, at }: QueryValue): () => false {
  const message = `The sandbox does not understand ${what} "${text}" (character ${at + 1} of the query).`;
  return notUnderstood(context, 'query', message);
}

/** Spreads ids evenly (FNV-1a), so that slices have about the same size. */
function hashOf(id: unknown): number {
  let hash = 0x811c9dc5;
  for (const character of String(id)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
