import { namedKind, textField } from './find-field.ts';
import { relationOf, textsOf } from './kinds.ts';
import { anyValue, compile, every, matchAll, memberOf, notUnderstood, some, sortKeyOf } from './row-query.ts';
import type { ObjectKind, QueryCall, QueryContext, RowQuery, RowTest } from './row-query.ts';
import { parseQuery } from './parse-query.ts';
import type { QueryNode, QueryValue } from './parse-query.ts';
import { valueTest, wordsTest } from './value-test.ts';

export function textQuery(call: QueryCall, text: string, kind: ObjectKind): RowQuery {
  const { root, sort, slice } = parseQuery(text);
  return compile(call, (context) => {
    const order = sort.flatMap(({ name, sign }) => {
      const field = textField(kind, name.text, context.data);
      if (field === undefined) unclear(context, 'know the field', name);
      return field === undefined ? [] : [sortKeyOf({ ...field, name: name.text }, sign, context.data)];
    });
    const test = compileNode(root, kind, context);
    if (slice === undefined) return { test, order };
    const { number, total } = slice;
    return { test: (row) => test(row) && hashOf(memberOf(row, 'id')) % total === number % total, order };
  });
}

function compileNode(node: QueryNode, kind: ObjectKind, context: QueryContext): RowTest {
  switch (node.type) {
    case 'everything':
      return matchAll;
    case 'and':
      return every(node.parts.map((part) => compileNode(part, kind, context)));
    case 'or':
      return some(node.parts.map((part) => compileNode(part, kind, context)));
    case 'not': {
      const test = compileNode(node.part, kind, context);
      return (row) => !test(row);
    }
    case 'words': {
      const test = wordsTest(node.value);
      if (test === undefined) return unclear(context, 'understand a phrase with `*`', node.value);
      const read = textsOf(kind, context.data);
      return (row) => test(read(row));
    }
    case 'object': {
      const relation = relationOf(kind, namedKind(node.name.text));
      if (relation === undefined) return unclear(context, 'know the object', node.name);
      const test = compileNode(node.part, relation.kind, context);
      return (row) => relation.rowsOf(row, context.data).some(test);
    }
    default:
      return compileField(node, kind, context);
  }
}

function compileField(
  node: QueryNode & { type: 'field' | 'has' },
  kind: ObjectKind,
  context: QueryContext,
): RowTest {
  const { data } = context;
  const { name } = node;
  const field = textField(kind, name.text, data);
  if (field === undefined) return unclear(context, 'know the field', name);
  if (node.type === 'has')
    return (row) => anyValue(field.read(row, data), (value) => field.isCount !== true || Number(value) > 0);
  const { comparison, values } = node;
  const tests = values.map(
    (value) =>
      valueTest(field.type, { ...value, comparison }, context) ??
      unclear(context, `understand a comparison of \`${name.text}\` by`, {
        ...value,
        text: `${comparison}${value.text}`,
      }),
  );
  return (row) => anyValue(field.read(row, data), (value) => tests.some((test) => test(value)));
}

function unclear(context: QueryContext, what: string, { text, at }: QueryValue): () => false {
  return notUnderstood(context, `The sandbox does not ${what} "${text}" (character ${at + 1} of the query).`);
}

/** Spreads ids evenly (FNV-1a), so that slices have about the same size. */
function hashOf(id: unknown): number {
  let hash = 0x811c9dc5;
  for (const character of String(id)) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
