import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';

/** Words that say nothing about which values are valid. */
const annotations: ReadonlySet<string> = new Set([
  'default',
  'deprecated',
  'description',
  'discriminator',
  'example',
  'examples',
  'title',
]);

/** A schema as the compiler of rules reads it, with marks that are never in the document. */
export interface RuleSchema extends SchemaObject {
  /** Keywords that only the sandbox adds, by its overlay. */
  readonly 'x-closekit-own'?: SchemaObject;
  /** The model whose members the text may name. */
  readonly 'x-closekit-names-of'?: string;
}

/** A schema without annotations, its keywords by name. */
export type Keywords = Readonly<Record<string, unknown>>;

/** Finds the schema at a `$ref`. */
export type Resolve = (reference: string) => SchemaObject;

/** Creates the lookup of a document's schemas. */
export function schemasOf({ components }: OpenApiDocument): Resolve {
  return (reference) => {
    const schema = components.schemas?.[reference.replace('#/components/schemas/', '')];
    if (schema === undefined) throw new Error(`${reference} does not exist.`);
    return schema;
  };
}

/** The keywords of a schema that decide which values are valid. */
export function keywordsOf(schema: SchemaObject): Keywords {
  return Object.fromEntries(
    Object.entries(schema).filter(([name]) => !annotations.has(name) && !name.startsWith('x-closekit-')),
  );
}

/**
 * Replaces `allOf`, and a `$ref` with keywords beside it, by one schema with all keywords. Alternatives inside
 * `allOf` become alternatives of the whole.
 *
 * @throws Error when two parts cannot be laid together.
 */
export function flattenSchema(schema: SchemaObject, resolve: Resolve): SchemaObject {
  const { allOf = [], $ref, ...own } = schema;
  const hasOwn = Object.keys(keywordsOf(own)).length > 0;
  if ($ref !== undefined && !hasOwn && allOf.length === 0) return schema;
  if ($ref === undefined && allOf.length === 0) return schema;
  const parts = [...($ref === undefined ? [] : [{ $ref }]), ...allOf].map((part) =>
    flattenSchema(part.$ref === undefined ? part : resolve(part.$ref), resolve),
  );
  return [...parts, own].reduce((all, part) => mergeSchemas(all, part, resolve), {});
}

/** The member names of an object, or of every alternative. Patterns are written as they stand. */
export function memberNames(schema: SchemaObject, resolve: Resolve): string[] {
  const flat = flattenSchema(schema, resolve);
  if (flat.$ref !== undefined) return memberNames(resolve(flat.$ref), resolve);
  const alternatives = (flat.anyOf ?? flat.oneOf ?? []).flatMap((one) => memberNames(one, resolve));
  const { properties = {}, patternProperties = {} } = flat;
  return [...new Set([...alternatives, ...Object.keys(properties), ...Object.keys(patternProperties)])];
}

function mergeSchemas(a: SchemaObject, b: SchemaObject, resolve: Resolve): SchemaObject {
  const alternatives = a.oneOf ?? a.anyOf;
  if (alternatives !== undefined) return spread(a, alternatives, (one) => mergeSchemas(one, b, resolve));
  const others = b.oneOf ?? b.anyOf;
  if (others !== undefined) return spread(b, others, (one) => mergeSchemas(a, one, resolve));
  const left = keywordsOf(a.$ref === undefined ? a : flattenSchema(resolve(a.$ref), resolve));
  const right = keywordsOf(b.$ref === undefined ? b : flattenSchema(resolve(b.$ref), resolve));
  const merged: Record<string, unknown> = { ...left };
  for (const [name, value] of Object.entries(right)) merged[name] = mergeKeyword(name, left[name], value);
  return merged;

  function spread(
    whole: SchemaObject,
    choices: readonly SchemaObject[],
    merge: (one: SchemaObject) => SchemaObject,
  ): SchemaObject {
    const { oneOf: _one, anyOf: _any, ...rest } = whole;
    return {
      anyOf: choices.map((choice) => {
        const one = choice.$ref === undefined ? choice : resolve(choice.$ref);
        return mergeSchemas(rest, merge(one), resolve);
      }),
    };
  }
}

function mergeKeyword(name: string, left: unknown, right: unknown): unknown {
  if (left === undefined || JSON.stringify(left) === JSON.stringify(right)) return right;
  if (name === 'required' && Array.isArray(left) && Array.isArray(right)) {
    return [...new Set([...left.map(String), ...right.map(String)])];
  }
  if (name === 'properties' || name === 'patternProperties') return { ...Object(left), ...Object(right) };
  throw new Error(`allOf: two values of the keyword "${name}" cannot be laid together.`);
}
