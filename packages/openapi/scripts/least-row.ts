import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';
import { mergedSchema } from './merged-schema.ts';
import type { MergedSchema } from './merged-schema.ts';

const authors = new Set([
  'created_by',
  'created_by_id',
  'updated_by',
  'updated_by_id',
  'user_id',
  'owned_by',
]);
const moments = new Set(['date_created', 'date_updated', 'created_at', 'updated_at']);

/**
 * Derives the least row: its required members and those of the example, as far as a new row has them. `@user`,
 * `@now`, `@bare` (the time without an offset) and `@organization` stand for the values of the request.
 */
export function leastRow(
  document: OpenApiDocument,
  row: MergedSchema,
  written: MergedSchema['properties'],
): Record<string, unknown> {
  const names = [...new Set([...row.required, ...Object.keys(row.example ?? {})])];
  const known = names.filter((name) => name !== 'id' && Object.hasOwn(row.properties, name));
  const entries = known.map((name) => {
    const member = { name, schema: row.properties[name] ?? {}, example: row.example?.[name] };
    return [name, leastValue(document, member, Object.hasOwn(written, name))] as const;
  });
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

interface Member {
  readonly name: string;
  readonly schema: SchemaObject;
  readonly example: unknown;
}

function leastValue(document: OpenApiDocument, member: Member, isWritten: boolean): unknown {
  const { name, schema, example } = member;
  if (name === 'organization_id') return '@organization';
  if (moments.has(name)) return isBare(schema, example) ? '@bare' : '@now';
  if (authors.has(name) && !isWritten) return example === null ? null : '@user';
  const { type, values, isNullable } = mergedSchema(document, schema);
  if (isNullable === true) return null;
  if (values !== undefined) return example ?? values[0];
  if (type === 'boolean') return example ?? false;
  if (type === 'array') return [];
  if (type === 'object') return {};
  if (type === 'integer' || type === 'number') return example ?? 0;
  return isWritten || isId(example) ? '' : (example ?? '');
}

function isBare(schema: SchemaObject, example: unknown): boolean {
  return typeof example === 'string' ? !/(?:Z|[+-]\d\d:\d\d)$/.test(example) : schema.format !== 'date-time';
}

function isId(example: unknown): boolean {
  return /^[a-z0-9]+_[0-9A-Za-z]{20,}$/.test(String(example));
}
