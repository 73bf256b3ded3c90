import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';

/** A schema without references, with its parts laid together. */
export interface MergedSchema {
  readonly properties: Readonly<Record<string, SchemaObject>>;
  readonly required: readonly string[];
  readonly items?: SchemaObject | undefined;
  readonly pattern?: string | undefined;
  readonly type?: string | undefined;
  readonly values?: SchemaObject['enum'] | undefined;
  readonly isNullable?: boolean;
  readonly example: Readonly<Record<string, unknown>> | undefined;
}

/** Resolves the reference of a schema, and lays its parts and variants together. */
export function mergedSchema(document: OpenApiDocument, schema: SchemaObject): MergedSchema {
  const { allOf = [], anyOf = [], oneOf = [], ...own } = resolve(document, schema);
  const types = [own.type ?? []].flat();
  const parts = [...allOf, ...anyOf, ...oneOf].map((part) => mergedSchema(document, part));
  const first = <K extends keyof MergedSchema>(key: K): MergedSchema[K] | undefined =>
    parts.find((part) => part[key] !== undefined)?.[key];
  const [example] = own.examples ?? [];
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties), own.properties),
    required: [...(own.required ?? []), ...parts.flatMap((part) => part.required)],
    items: own.items ?? first('items'),
    pattern: own.pattern ?? first('pattern'),
    type: types.find((type) => type !== 'null') ?? first('type'),
    values: own.const === undefined ? (own.enum ?? first('values')) : [String(own.const)],
    isNullable: types.includes('null') || parts.some((part) => part.isNullable === true),
    example: typeof example === 'object' && example !== null ? { ...example } : undefined,
  };
}

function resolve(document: OpenApiDocument, schema: SchemaObject): SchemaObject {
  const name = schema.$ref?.slice(schema.$ref.lastIndexOf('/') + 1);
  return name === undefined ? schema : (document.components.schemas?.[name] ?? {});
}
