import type { SchemaObject } from '../src/lib/open-api-document.ts';

type Schemas = Readonly<Record<string, SchemaObject>>;

/** Gives each list of named items an example: one page with the example of its item. Examples of its own stay. */
export function withListExamples(schemas: Schemas): Schemas {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, withListExample(schemas, schema)]),
  );
}

function withListExample(schemas: Schemas, schema: SchemaObject): SchemaObject {
  const { data, ...others } = schema.properties ?? {};
  const item = data?.items?.$ref;
  if (item === undefined || schema.examples !== undefined) return schema;
  const example = exampleOf(schemas, item);
  if (example === undefined) return schema;
  const required = Object.entries(others).filter(([name]) => schema.required?.includes(name));
  const rest = Object.fromEntries(
    required.map(([name, { type }]) => [name, type === 'boolean' ? false : null]),
  );
  return { ...schema, examples: [{ data: [example], ...rest }] };
}

/** The first example of a named schema, or of its first variant. */
function exampleOf(schemas: Schemas, reference: string): unknown {
  const schema = schemas[reference.split('/').at(-1) ?? ''];
  if (schema?.examples) return schema.examples[0];
  const variant = (schema?.oneOf ?? schema?.anyOf)?.[0]?.$ref;
  return variant === undefined ? undefined : exampleOf(schemas, variant);
}
