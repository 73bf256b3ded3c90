import openapiTS, {
  astToString,
  transformSchemaObject,
  type SchemaObject,
  type TransformNodeOptions,
} from 'openapi-typescript';
import ts from 'typescript';
import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
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
  const nodes = await openapiTS(JSON.stringify(document), {
    defaultNonNullable: false,
    silent: true,
    transform: (schema, options) => knownValues(schema) ?? customFields(schema, options),
  });
  return `${header}\n${astToString(nodes)}`;
}

/** An open list of values: completion for the known ones, and any other text is accepted. */
function knownValues(schema: SchemaObject): ts.TypeNode | undefined {
  const values: readonly string[] | undefined = schema['x-closekit-known-values'];
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
  if (!('patternProperties' in schema) || schema.patternProperties === undefined) return undefined;
  const { patternProperties, ...rest } = schema;
  const value = patternProperties[customFieldPattern];
  if (value === undefined || Object.keys(patternProperties).length > 1) {
    throw new Error(`${options.path}: only the pattern ${customFieldPattern} can become a type.`);
  }
  const object = transformSchemaObject(rest, options);
  if (!ts.isTypeLiteralNode(object)) {
    throw new Error(
      `${options.path}: an object with custom fields needs named properties, and no other keys.`,
    );
  }
  return factory.createTypeLiteralNode([
    ...object.members,
    customFieldIndex(transformSchemaObject(value, options)),
  ]);
}

/** ``[key: `custom.${string}`]: value`` */
function customFieldIndex(value: ts.TypeNode): ts.IndexSignatureDeclaration {
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  const key = factory.createTemplateLiteralType(factory.createTemplateHead('custom.'), [
    factory.createTemplateLiteralTypeSpan(string, factory.createTemplateTail('')),
  ]);
  return factory.createIndexSignature(
    undefined,
    [factory.createParameterDeclaration(undefined, undefined, 'key', undefined, key)],
    value,
  );
}
