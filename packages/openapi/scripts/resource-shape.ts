import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';
import type { ApiOperation } from './api-operation.ts';
import { leastRow } from './least-row.ts';
import { mergedSchema } from './merged-schema.ts';
import type { MergedSchema } from './merged-schema.ts';

/** The contract of a resource, as the sandbox needs it to store and return its rows. */
export interface ResourceShape {
  /** The prefix of its ids. */
  readonly prefix: string;
  /** Whether its list says `has_more`. */
  readonly hasMore: boolean;
  /** The members that a body may set on creation, and later. */
  readonly creates: readonly string[];
  readonly updates: readonly string[];
  /** The names of the filters of its list. */
  readonly filters: readonly string[];
  /** The members of a body that name other objects, with the prefix of their ids. */
  readonly references: Readonly<Record<string, string>>;
  /** A row that holds no more than it must. */
  readonly least: Readonly<Record<string, unknown>>;
  /** The lists of its rows whose items have ids, with the prefix and the least item. */
  readonly nested?: Readonly<Record<string, Pick<ResourceShape, 'prefix' | 'least'>>>;
  /** The example of the document, if its rows cannot be created. */
  readonly example?: unknown;
}

const verbs = ['list', 'create', 'get', 'update', 'delete'] as const;
const pagingParameters = new Set(['_limit', '_skip', '_fields', '_order_by', '_cursor']);

/**
 * Derives the shape of the resource with this path: `/group/`.
 *
 * @throws Error when the document does not describe its rows.
 */
export function resourceShape(
  document: OpenApiDocument,
  operations: readonly ApiOperation[],
  path: string,
): ResourceShape {
  const found = Object.fromEntries(
    verbs.map((verb) => [verb, operations.find((one) => isVerb(one, path, verb))]),
  );
  const { list, create, get, update } = found;
  const name = list?.item ?? get?.response ?? create?.response ?? update?.response;
  if (name === undefined) throw new Error(`${path}: the document does not describe its rows.`);
  const schemaOf = (model: string | undefined): MergedSchema =>
    mergedSchema(document, { $ref: `#/components/schemas/${model}` });
  const row = schemaOf(name);
  const creation = create?.body === undefined ? undefined : schemaOf(create.body);
  const change = update?.body === undefined ? undefined : schemaOf(update.body);
  const written = { ...creation?.properties, ...change?.properties };
  return {
    prefix: prefixOf(row.properties['id']) ?? prefixIn(row.example) ?? '',
    hasMore: list?.response !== undefined && 'has_more' in schemaOf(list.response).properties,
    creates: Object.keys(creation?.properties ?? {}),
    updates: Object.keys(change?.properties ?? {}),
    filters: filtersOf(list),
    references: referencesOf(document, written),
    least: leastRow(document, row, creation?.properties ?? {}),
    ...nestedOf(document, row, written),
    ...(create === undefined && row.example !== undefined && { example: row.example }),
  };
}

function isVerb({ method, path: place }: ApiOperation, path: string, verb: (typeof verbs)[number]): boolean {
  if (verb === 'list') return method === 'get' && place === path;
  if (verb === 'create') return method === 'post' && place === path;
  const isOne = place.startsWith(path) && /^\{\w+\}\/$/.test(place.slice(path.length));
  return isOne && method === { get: 'get', update: 'put', delete: 'delete' }[verb];
}

function filtersOf(list: ApiOperation | undefined): string[] {
  const names = (list?.query ?? []).map(({ name }) => name).filter((name) => !pagingParameters.has(name));
  return [...new Set(names.map((name) => name.replace(/__(?:in|gte?|lte?)$/, '')))];
}

function referencesOf(
  document: OpenApiDocument,
  written: Readonly<Record<string, SchemaObject>>,
): Record<string, string> {
  const entries = Object.entries(written).flatMap(([name, schema]) => {
    const { items, pattern } = mergedSchema(document, schema);
    const prefix = prefixOf({ pattern }) ?? prefixOf(items && mergedSchema(document, items));
    return prefix === undefined ? [] : [[name, prefix] as const];
  });
  return Object.fromEntries(entries);
}

function nestedOf(
  document: OpenApiDocument,
  row: MergedSchema,
  written: Readonly<Record<string, SchemaObject>>,
): Pick<ResourceShape, 'nested'> {
  const entries = Object.entries(row.properties).flatMap(([name, schema]) => {
    const { items } = mergedSchema(document, schema);
    const input = written[name] && mergedSchema(document, written[name]).items;
    if (items === undefined || input === undefined) return [];
    const item = mergedSchema(document, items);
    const prefix = prefixOf(item.properties['id']);
    if (prefix === undefined || !item.required.includes('id')) return [];
    const list = row.example?.[name];
    const shown = { ...item, example: asRecord(Array.isArray(list) ? list[0] : undefined) };
    const least = leastRow(document, shown, mergedSchema(document, input).properties);
    return [[name, { prefix, least }] as const];
  });
  return entries.length === 0 ? {} : { nested: Object.fromEntries(entries) };
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

/** `^(seqstep|step)_` → `seqstep_`. */
function prefixOf(schema: { readonly pattern?: string | undefined } | undefined): string | undefined {
  const [, group, plain] = /^\^(?:\((\w+)[^)]*\)_|([a-z0-9]+_))$/.exec(schema?.pattern ?? '') ?? [];
  return group === undefined ? plain : `${group}_`;
}

function prefixIn(example: MergedSchema['example']): string | undefined {
  return /^[a-z0-9]+_/.exec(String(example?.['id']))?.[0];
}
