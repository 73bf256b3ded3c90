import openapiTS, { astToString, transformSchemaObject } from 'openapi-typescript';
import type { SchemaObject, TransformNodeOptions } from 'openapi-typescript';
import ts from 'typescript';
import type { OpenApiDocument } from '../src/lib/open-api-document.ts';
import type { ApiOperation } from './api-operation.ts';
import { nameTypes } from './name-types.ts';
import { queryName } from './signature-text.ts';
import { header } from './source-text.ts';

const { factory } = ts;

/** Keys of custom fields: the only pattern that the generator can turn into a type. */
const customFieldPattern = '^custom\\.';

/** The interfaces of the client to which an organization adds its own custom fields. */
const customFieldInterfaces: Readonly<Record<string, string>> = {
  lead: 'LeadCustomFields',
  'lead-changes': 'LeadCustomFieldChanges',
  contact: 'ContactCustomFields',
  'contact-changes': 'ContactCustomFieldChanges',
  opportunity: 'OpportunityCustomFields',
  'opportunity-changes': 'OpportunityCustomFieldChanges',
  activity: 'ActivityCustomFields',
  'activity-changes': 'ActivityCustomFieldChanges',
  'custom-object': 'CustomObjectCustomFields',
  'custom-object-changes': 'CustomObjectCustomFieldChanges',
};

/** Writes `schema.ts`: every model by name, `paths`, `components` and `operations`. */
export async function writeSchema(
  document: OpenApiDocument,
  operations: readonly ApiOperation[],
): Promise<string> {
  const nodes = await openapiTS(JSON.stringify(document), {
    defaultNonNullable: false,
    silent: true,
    transform: (schema, options) => knownValues(schema) ?? valuesOf(schema) ?? customFields(schema, options),
  });
  const schemas = Object.entries(document.components.schemas ?? {});
  const named = nameTypes(nodes, {
    descriptions: new Map(schemas.map(([name, one]) => [name, one.description])),
    queries: new Map(
      operations.flatMap((operation) =>
        operation.query.length > 0 ? [[operation.id, queryName(operation)]] : [],
      ),
    ),
    bases: new Map(
      schemas.flatMap(([name, one]) => {
        const base = customFieldInterface(name, one['x-closekit-custom-fields']);
        return base === undefined ? [] : [[name, base]];
      }),
    ),
  });
  const imports = Object.values(customFieldInterfaces).map((name) => `  ${name},\n`);
  return [
    header,
    `import type {\n${imports.join('')}} from '../custom-fields.ts';\n`,
    astToString(named),
  ].join('\n');
}

function customFieldInterface(name: string, kind: string | undefined): string | undefined {
  if (kind === undefined) return undefined;
  const found = customFieldInterfaces[kind];
  if (found === undefined) throw new Error(`${name}: x-closekit-custom-fields: ${kind} does not exist.`);
  return found;
}

/** An open object that may have the members of a model: all of them are optional. */
function valuesOf(schema: SchemaObject): ts.TypeNode | undefined {
  const model: string | undefined = schema['x-closekit-values-of'];
  if (model === undefined) return undefined;
  return factory.createTypeReferenceNode('Partial', [factory.createTypeReferenceNode(model)]);
}

/** An open list of values: completion for the known ones, while any other text is accepted. */
function knownValues(schema: SchemaObject): ts.TypeNode | undefined {
  const values: readonly string[] | undefined = schema['x-closekit-known-values'];
  if (values === undefined) return undefined;
  const string = factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  const anyText = factory.createIntersectionTypeNode([string, factory.createTypeLiteralNode([])]);
  const literals = values.map((value) => factory.createLiteralTypeNode(factory.createStringLiteral(value)));
  return factory.createUnionTypeNode([...literals, factory.createParenthesizedType(anyText)]);
}

/**
 * An object with custom fields: an index signature for `custom.…` keys only. By default the library would
 * allow the values of custom fields under every key.
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
    customFieldIndex(orUndefined(transformSchemaObject(value, options))),
  ]);
}

/** Keeps the index signature compatible with an organization's own custom fields, which are optional. */
function orUndefined(value: ts.TypeNode): ts.TypeNode {
  return factory.createUnionTypeNode([value, factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword)]);
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
