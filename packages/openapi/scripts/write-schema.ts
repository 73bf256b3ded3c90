import openapiTS, { astToString, transformSchemaObject, type OpenAPI3, type TransformNodeOptions } from 'openapi-typescript';
import ts from 'typescript';
import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';
import { header } from './source-text.ts';

const { factory } = ts;

/** Keys of custom fields: the only pattern the generator can turn into a type. */
const customFieldPattern = '^custom\\.';

/**
 * Writes the types of the whole document.
 *
 * @param document the bundled document
 * @returns the text of `schema.ts`: `paths`, `components` and `operations`
 */
export async function writeSchema(document: OpenApiDocument): Promise<string> {
  // The library reads the same document through types of its own.
  const source = structuredClone(document) as unknown as OpenAPI3;
  const nodes = await openapiTS(source, {
    defaultNonNullable: false,
    silent: true,
    transform: (schema, options) => knownValues(schema as SchemaObject) ?? customFields(schema as SchemaObject, options),
  });
  return `${header}\n${astToString(nodes)}`;
}

/** An open list of values: completion for the known ones, and any other text is accepted. */
function knownValues(schema: SchemaObject): ts.TypeNode | undefined {
  const values = schema['x-closekit-known-values'];
  if (values === undefined) return undefined;
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  const anyText = factory.createIntersectionTypeNode([string, factory.createTypeLiteralNode([])]);
  const literals = values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value)));
  return factory.createUnionTypeNode([...literals, factory.createParenthesizedType(anyText)]);
}

/**
 * An object with custom fields: an index for `custom.…` keys only. Left alone, the library would put the values
 * of custom fields behind every key.
 */
function customFields(schema: SchemaObject, options: TransformNodeOptions): ts.TypeNode | undefined {
  const { patternProperties, ...rest } = schema;
  if (patternProperties === undefined) return undefined;
  const [pattern, ...others] = Object.keys(patternProperties);
  const value = patternProperties[customFieldPattern];
  if (pattern === undefined || others.length > 0 || value === undefined) {
    throw new Error(`${options.path}: only the pattern ${customFieldPattern} can become a type.`);
  }
  const object = transformSchemaObject({ ...rest } as Parameters<typeof transformSchemaObject>[0], options);
  const members = ts.isTypeLiteralNode(object) ? object.members : [];
  const valueType = transformSchemaObject({ ...value } as Parameters<typeof transformSchemaObject>[0], options);
  return factory.createTypeLiteralNode([...members, customFieldIndex(valueType)]);
}

/** ``[key: `custom.${string}`]: value`` */
function customFieldIndex(value: ts.TypeNode): ts.IndexSignatureDeclaration {
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  const key = factory.createTemplateLiteralType(factory.createTemplateHead('custom.'), [
    factory.createTemplateLiteralTypeSpan(string, factory.createTemplateTail('')),
  ]);
  return factory.createIndexSignature(undefined, [factory.createParameterDeclaration(undefined, undefined, 'key', undefined, key)], value);
}
