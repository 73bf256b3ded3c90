import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';

/**
 * Checks the schemas of a document: named ones are described and used, references resolve, and everything has
 * a type unless it is marked as unknown. Returns one sentence for each violation.
 */
export function lintSchemas(document: OpenApiDocument): string[] {
  return [...lintNamed(document), ...lintReferences(document), ...allSchemas(document).flatMap(lintTyped)];
}

interface Spot {
  readonly at: string;
  readonly schema: SchemaObject;
}

function lintNamed(document: OpenApiDocument): string[] {
  const used = new Set(references(document));
  return Object.entries(document.components.schemas ?? {}).flatMap(([name, schema]) => [
    ...(schema.description ? [] : [`${name}: the schema has no description.`]),
    ...(schema['x-closekit-evidence']?.length ? [] : [`${name}: the schema has no x-closekit-evidence.`]),
    ...(used.has(`#/components/schemas/${name}`) ? [] : [`${name}: the schema is not used.`]),
  ]);
}

function lintReferences(document: OpenApiDocument): string[] {
  const known = new Set(
    Object.entries(document.components).flatMap(([kind, parts]) =>
      Object.keys(parts ?? {}).map((name) => `#/components/${kind}/${name}`),
    ),
  );
  return [...new Set(references(document))]
    .filter((reference) => !known.has(reference))
    .map((reference) => `${reference} does not exist.`);
}

function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('$ref' in value && typeof value.$ref === 'string') return [value.$ref];
  return Object.values(value).flatMap(references);
}

function lintTyped({ at, schema }: Spot): string[] {
  if (isMarkedUnknown(schema) || schema.$ref !== undefined) return [];
  const composed = schema.allOf ?? schema.anyOf ?? schema.oneOf;
  if (composed) return [];
  if (schema.type === undefined) return [`${at}: no type.`];
  const types = [schema.type].flat();
  if (schema.enum?.includes(null)) return [`${at}: a null in an enum; write it as a variant of anyOf.`];
  if (types.includes('array') && schema.items === undefined)
    return [`${at}: a list without a type for its items.`];
  if (types.includes('object') && isOpen(schema))
    return [`${at}: an open object that is not marked as unknown.`];
  return [];
}

function isOpen(schema: SchemaObject): boolean {
  if (schema.additionalProperties === true) return true;
  return !schema.properties && !schema.patternProperties && !schema.additionalProperties;
}

function isMarkedUnknown(schema: SchemaObject): boolean {
  return schema['x-closekit-evidence']?.includes('unknown') ?? false;
}

function allSchemas(document: OpenApiDocument): Spot[] {
  const named = Object.entries(document.components.schemas ?? {}).map(([at, schema]) => ({ at, schema }));
  const inParameters = Object.entries(document.components.parameters ?? {}).flatMap(([at, { schema }]) =>
    schema ? [{ at, schema }] : [],
  );
  return [...named, ...inParameters].flatMap(within);
}

function within(spot: Spot): Spot[] {
  return [spot, ...children(spot).flatMap(within)];
}

function children({ at, schema }: Spot): Spot[] {
  const properties = Object.entries({ ...schema.properties, ...schema.patternProperties });
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  return [
    ...properties.map(([name, child]) => ({ at: `${at}.${name}`, schema: child })),
    ...parts.map((child, index) => ({ at: `${at}(${index})`, schema: child })),
    ...(schema.items ? [{ at: `${at}[]`, schema: schema.items }] : []),
    ...(typeof schema.additionalProperties === 'object'
      ? [{ at: `${at}{}`, schema: schema.additionalProperties }]
      : []),
  ];
}
