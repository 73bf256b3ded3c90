import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';

const mixinName = 'CustomFieldValues';
const mixin = { $ref: `#/components/schemas/${mixinName}` };

/**
 * Moves the patterns of custom fields into one schema that objects include. Generators of other teams turn a pattern
 * beside properties into an index signature that contradicts them; as a part of its own, they take it. What the
 * document accepts stays the same.
 */
export function portableDocument(document: OpenApiDocument): OpenApiDocument {
  const schemas = Object.entries(document.components.schemas ?? {});
  const patterns = schemas.find(([, { patternProperties }]) => patternProperties)?.[1].patternProperties;
  if (patterns === undefined) return document;
  const values: SchemaObject = {
    description: 'Custom fields: properties named `custom.cf_…`.',
    'x-closekit-evidence': ['schema', 'example', 'docs'],
    type: 'object',
    patternProperties: patterns,
  };
  const moved = schemas.map(([name, schema]) => [name, withMixin(name, schema, patterns)] as const);
  const sorted = [...moved, [mixinName, values] as const].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(sorted) } };
}

function withMixin(
  name: string,
  schema: SchemaObject,
  patterns: SchemaObject['patternProperties'],
): SchemaObject {
  const allOf = schema.allOf?.map((part) => withMixin(name, part, patterns));
  const { patternProperties, additionalProperties, ...rest } = { ...schema, ...(allOf && { allOf }) };
  if (patternProperties === undefined) return { ...schema, ...(allOf && { allOf }) };
  if (JSON.stringify(patternProperties) !== JSON.stringify(patterns)) {
    throw new Error(`${name}: every object with patterns needs the same ones.`);
  }
  return {
    ...rest,
    allOf: [...(rest.allOf ?? []), mixin],
    // Not `additionalProperties`, which does not see what `allOf` describes.
    ...(additionalProperties === false && { unevaluatedProperties: false }),
  };
}
