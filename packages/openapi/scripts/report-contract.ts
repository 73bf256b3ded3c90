import type {
  Evidence,
  OpenApiDocument,
  OperationObject,
  SchemaObject,
} from '../src/lib/open-api-document.ts';
import { operationSites } from './operation-sites.ts';

/** Counts of the document. */
export interface ContractReport {
  readonly operations: number;
  readonly schemas: number;
  /** Shares of each source in percent: of operations, and of schemas. */
  readonly evidence: Readonly<Record<string, { readonly operations: number; readonly schemas: number }>>;
  /** Places whose type is open, because it is not documented. */
  readonly untyped: readonly string[];
  /** One row for each resource. */
  readonly tags: Readonly<Record<string, TagReport>>;
}

/** Counts of one resource. */
export interface TagReport {
  readonly operations: number;
  /** Lists that have pages. */
  readonly paged: number;
  /** Operations that take `_fields`. */
  readonly fields: number;
  /** Operations that are marked as unknown. */
  readonly unknown: number;
}

/** Counts operations, schemas and evidence of a document, and lists its untyped places. */
export function reportContract(document: OpenApiDocument): ContractReport {
  const operations = operationSites(document).map(({ operation }) => operation);
  const schemas = Object.entries(document.components.schemas ?? {});
  return {
    operations: operations.length,
    schemas: schemas.length,
    evidence: evidenceShares(
      operations,
      schemas.map(([, schema]) => schema),
    ),
    untyped: schemas.flatMap(([name, schema]) => untypedPlaces(schema, name)),
    tags: Object.fromEntries(
      (document.tags ?? [])
        .map(({ name }) => [name, operations.filter(({ tags }) => tags?.includes(name))] as const)
        .filter(([, found]) => found.length > 0)
        .map(([name, found]) => [name, reportTag(found)]),
    ),
  };
}

const sources: readonly Evidence[] = ['schema', 'example', 'docs', 'live', 'integrator', 'unknown'];

interface Marked {
  readonly 'x-closekit-evidence'?: readonly Evidence[];
}

function evidenceShares(
  operations: readonly Marked[],
  schemas: readonly Marked[],
): ContractReport['evidence'] {
  return Object.fromEntries(
    sources.map((source) => [
      source,
      { operations: share(operations, source), schemas: share(schemas, source) },
    ]),
  );
}

function share(marked: readonly Marked[], source: Evidence): number {
  const found = marked.filter((one) => one['x-closekit-evidence']?.includes(source));
  return Math.round((found.length / marked.length) * 1000) / 10;
}

/** An open object, or a value of any type. An object with the members of a model counts as typed. */
function untypedPlaces(schema: SchemaObject, at: string): string[] {
  const composed = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const named = Object.entries({ ...schema.properties, ...schema.patternProperties });
  const isAnything = schema.$ref === undefined && schema.type === undefined && composed.length === 0;
  const isOpen = schema.additionalProperties === true && schema['x-closekit-values-of'] === undefined;
  return [
    ...(isAnything && schema.enum === undefined && schema.const === undefined ? [at] : []),
    ...(isOpen ? [at] : []),
    ...named.flatMap(([name, child]) => untypedPlaces(child, `${at}.${name}`)),
    ...composed.flatMap((child) => untypedPlaces(child, at)),
    ...(schema.items ? untypedPlaces(schema.items, `${at}[]`) : []),
    ...(typeof schema.additionalProperties === 'object'
      ? untypedPlaces(schema.additionalProperties, `${at}{}`)
      : []),
  ];
}

function reportTag(operations: readonly OperationObject[]): TagReport {
  return {
    operations: operations.length,
    paged: operations.filter((one) => one['x-closekit-pagination'] !== 'none').length,
    fields: operations.filter((one) =>
      one.parameters?.some((parameter) =>
        '$ref' in parameter ? parameter.$ref.endsWith('Fields') : parameter.name === '_fields',
      ),
    ).length,
    unknown: operations.filter((one) => one['x-closekit-evidence']?.includes('unknown')).length,
  };
}
