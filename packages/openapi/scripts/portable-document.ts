import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';

type Schemas = Readonly<Record<string, SchemaObject>>;

const mixinName = 'CustomFieldValues';
const mixin = { $ref: `#/components/schemas/${mixinName}` };

/** The keywords of an object that move into a part of its own. */
const ofObjects = ['type', 'required', 'properties'];

/**
 * Rewrites the two constructs that generators of other teams do not compile; what the document accepts stays the
 * same. The patterns of custom fields move into one schema that objects include: beside properties, they would become
 * an index signature that contradicts them. A union with composed variants has no discriminator: the constant of each
 * variant decides.
 */
export function portableDocument(document: OpenApiDocument): OpenApiDocument {
  const schemas = mapSchemas(withoutPatterns(document.components.schemas ?? {}), withoutDiscriminator);
  return { ...document, components: { ...document.components, schemas } };
}

function withoutPatterns(schemas: Schemas): Schemas {
  const patterns = Object.values(schemas).find((schema) => schema.patternProperties)?.patternProperties;
  if (patterns === undefined) return schemas;
  const values: SchemaObject = {
    description: 'Custom fields: properties named `custom.cf_…`.',
    'x-closekit-evidence': ['schema', 'example', 'docs'],
    type: 'object',
    patternProperties: patterns,
  };
  const moved = Object.entries(mapSchemas(schemas, (schema) => withMixin(schema, patterns)));
  const sorted = [...moved, [mixinName, values] as const].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted);
}

function withMixin(schema: SchemaObject, patterns: SchemaObject['patternProperties']): SchemaObject {
  const parts = schema.patternProperties ? [objectPart(schema)] : (schema.allOf ?? []);
  if (!schema.patternProperties && !parts.some((part) => part.patternProperties)) return schema;
  const isClosed = [schema, ...parts].some((part) => part.additionalProperties === false);
  return {
    ...without(schema, [...ofObjects, 'patternProperties', 'additionalProperties']),
    allOf: [...parts.map((part) => withoutPattern(part, patterns)), mixin],
    // Not `additionalProperties`, which does not see what `allOf` describes.
    ...(isClosed && { unevaluatedProperties: false }),
  };
}

function objectPart({ required, properties, patternProperties }: SchemaObject): SchemaObject {
  return {
    type: 'object',
    ...(required && { required }),
    ...(properties && { properties }),
    ...(patternProperties && { patternProperties }),
  };
}

function withoutPattern(part: SchemaObject, patterns: SchemaObject['patternProperties']): SchemaObject {
  const { patternProperties } = part;
  if (patternProperties === undefined) return part;
  if (JSON.stringify(patternProperties) !== JSON.stringify(patterns)) {
    throw new Error('Every object with patterns needs the same ones.');
  }
  return without(part, ['patternProperties', 'additionalProperties']);
}

function without(schema: SchemaObject, keywords: readonly string[]): SchemaObject {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !keywords.includes(keyword)));
}

function withoutDiscriminator(schema: SchemaObject, schemas: Schemas): SchemaObject {
  const { discriminator, ...rest } = schema;
  const variants = (schema.oneOf ?? schema.anyOf ?? []).map(
    ({ $ref = '' }) => schemas[$ref.split('/').at(-1) ?? ''],
  );
  const isComposed = variants.some(
    (variant) => variant?.properties === undefined || variant.allOf !== undefined,
  );
  return discriminator !== undefined && isComposed ? rest : schema;
}

function mapSchemas(
  schemas: Schemas,
  change: (schema: SchemaObject, schemas: Schemas) => SchemaObject,
): Schemas {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema, schemas)]));
}
