import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';
import type { ObjectRule, RuleNode } from '../../sandbox/src/lib/rules/rule-table.ts';
import { flattenSchema, keywordsOf, memberNames, schemasOf } from './flatten-schema.ts';
import type { Keywords } from './flatten-schema.ts';

/** Turns schemas into rules. Equal rules become one node. */
export interface RuleCompiler {
  /**
   * Compiles a schema and returns the place of its rule.
   *
   * @throws Error at a keyword that has no rule.
   */
  readonly compile: (schema: SchemaObject, where: string) => number;
  /** Adds a rule that has no schema of its own, and returns its place. */
  readonly add: (node: RuleNode) => number;
  /** All rules so far. */
  readonly nodes: () => readonly RuleNode[];
}

type Kind = (keywords: Keywords, where: string) => RuleNode;

const formats: ReadonlySet<unknown> = new Set(['date', 'date-time', 'email', 'uri']);

/** Creates a compiler for the schemas of a document. */
export function createRuleCompiler(document: OpenApiDocument): RuleCompiler {
  const resolve = schemasOf(document);
  const nodes: (RuleNode | undefined)[] = [];
  const places = new Map<string, number>();
  const named = new Map<string, number>();
  const open = new Map<string, number | undefined>();

  function add(node: RuleNode): number {
    const key = JSON.stringify(node);
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, nodes.push(node) - 1);
    return nodes.length - 1;
  }

  function compile(schema: SchemaObject, where: string): number {
    const flat = flattenSchema(schema, resolve);
    return flat.$ref === undefined ? add(toNode(flat, where)) : compileNamed(flat.$ref);
  }

  /** A schema that refers to itself gets its place before its rule. */
  function compileNamed(reference: string): number {
    const known = named.get(reference);
    if (known !== undefined) return known;
    if (open.has(reference)) {
      const reserved = open.get(reference) ?? nodes.push(undefined) - 1;
      open.set(reference, reserved);
      return reserved;
    }
    open.set(reference, undefined);
    const flat = flattenSchema(resolve(reference), resolve);
    const node = flat.$ref === undefined ? toNode(flat, reference) : nodeOf(compileNamed(flat.$ref));
    const reserved = open.get(reference);
    open.delete(reference);
    if (reserved !== undefined) nodes[reserved] = node;
    const place = reserved ?? add(node);
    named.set(reference, place);
    return place;
  }

  function nodeOf(place: number): RuleNode {
    const node = nodes[place];
    if (node === undefined) throw new Error('A schema consists of itself.');
    return node;
  }

  function toNode(schema: SchemaObject, where: string): RuleNode {
    const model = schema['x-closekit-names-of'];
    if (model !== undefined) return ofMemberNames(model);
    const keywords = keywordsOf(schema);
    const stricter = schema['x-closekit-own'];
    if (stricter !== undefined) return withOwn(schema, stricter, where);
    const alternatives = schema.anyOf ?? schema.oneOf;
    if (alternatives !== undefined) return ofAlternatives(alternatives, where);
    const { type, ...rest } = keywords;
    const types = [type ?? []].flat();
    const nullable = (types.includes('null') || isNullIn(rest['enum'])) && ({ nullable: true } as const);
    const [kind, ...more] = types.filter((one) => one !== 'null').map(String);
    if (more.length > 0) {
      const variants = types.map((one) => ({ ...schema, type: String(one) }));
      return ofAlternatives(variants, where);
    }
    return { ...ofKind(kind, rest, where), ...nullable };
  }

  function ofKind(type: string | undefined, keywords: Keywords, where: string): RuleNode {
    if (keywords['enum'] !== undefined || keywords['const'] !== undefined) return ofChoice(keywords, where);
    const kind = type === undefined ? anyKind : kinds[type];
    if (kind === undefined) throw new Error(`${where}: the type "${type}" has no rule.`);
    return kind(keywords, where);
  }

  function withOwn(schema: SchemaObject, stricter: SchemaObject, where: string): RuleNode {
    const { 'x-closekit-own': _own, ...rest } = schema;
    return { ...toNode(rest, where), own: add(toNode({ ...rest, ...stricter }, where)) };
  }

  function ofMemberNames(model: string): RuleNode {
    const names = memberNames(resolve(`#/components/schemas/${model}`), resolve);
    return { kind: 'name', names: names.filter((name) => !name.startsWith('^')) };
  }

  function ofAlternatives(all: readonly SchemaObject[], where: string): RuleNode {
    const places = all.filter(({ type }) => type !== 'null').map((one) => compile(one, where));
    const nullable = places.length < all.length && ({ nullable: true } as const);
    const [only, ...more] = new Set(places);
    if (only === undefined) throw new Error(`${where}: no alternatives.`);
    if (more.length === 0) return { ...nodeOf(only), ...nullable };
    const tagged = findTag(places);
    return { ...(tagged ?? { kind: 'union', of: [only, ...more] }), ...nullable };
  }

  /** Finds a required member whose constants differ in all alternatives. */
  function findTag(all: readonly number[]): RuleNode | undefined {
    const objects = all.map((place) => nodes[place]).filter((node) => node?.kind === 'object');
    if (objects.length < all.length) return undefined;
    const [first] = objects;
    const required = Object.entries((first?.kind === 'object' && first.members) || {}).filter(
      ([, place]) => place < 0,
    );
    return required.map(([tag]) => casesOf(tag, all)).find((found) => found !== undefined);
  }

  function casesOf(tag: string, all: readonly number[]): RuleNode | undefined {
    const cases: Record<string, number> = {};
    for (const place of all) {
      const node = nodes[place];
      const member = node?.kind === 'object' ? (node.members?.[tag] ?? 0) : 0;
      const choice = member < 0 ? nodes[~member] : undefined;
      if (choice?.kind !== 'choice') return undefined;
      for (const value of choice.values) {
        if (cases[String(value)] !== undefined) return undefined;
        cases[String(value)] = place;
      }
    }
    return { kind: 'tagged', tag, cases };
  }

  function compileAll(schemas: unknown, where: string): Record<string, number> {
    const entries = Object.entries(Object(schemas)).map(([name, schema]) => [
      name,
      compile(asSchema(schema), `${where}.${name}`),
    ]);
    return Object.fromEntries(entries);
  }

  const kinds: Readonly<Record<string, Kind>> = {
    string: ({ pattern, format, minLength: min, maxLength: max, ...rest }, where) => {
      refuseRest(rest, where);
      if (format !== undefined && !formats.has(format)) throw new Error(`${where}: no format "${format}".`);
      return asNode({ kind: 'text', pattern, format, min, max });
    },
    integer: (keywords, where) => ofNumber('integer', keywords, where),
    number: (keywords, where) => ofNumber('number', keywords, where),
    boolean: (keywords, where) => {
      refuseRest(keywords, where);
      return { kind: 'boolean' };
    },
    array: ({ items, minItems: min, maxItems: max, ...rest }, where) => {
      refuseRest(rest, where);
      return asNode({ kind: 'list', items: compile(asSchema(items ?? {}), `${where}[]`), min, max });
    },
    object: ({ properties, required, patternProperties, ...rest }, where) => {
      const { additionalProperties, unevaluatedProperties, ...unknown } = rest;
      refuseRest(unknown, where);
      const members = properties && withRequired(compileAll(properties, where), [required ?? []].flat());
      const patterns = patternProperties && compileAll(patternProperties, where);
      const others = ofOthers(additionalProperties ?? unevaluatedProperties, where);
      return asNode({ kind: 'object', members, patterns, others });
    },
  };

  function ofOthers(rest: unknown, where: string): ObjectRule['others'] {
    if (rest === undefined) return undefined;
    if (rest === false) return 'closed';
    return rest === true ? add({ kind: 'any' }) : compile(asSchema(rest), `${where}.*`);
  }

  return { compile, add, nodes: () => nodes.map((_, place) => nodeOf(place)) };
}

/** Marks required members by the complement of their place. */
function withRequired(members: Record<string, number>, required: readonly unknown[]): Record<string, number> {
  const marked = Object.entries(members).map(([name, place]) => [
    name,
    required.includes(name) ? ~place : place,
  ]);
  return Object.fromEntries(marked);
}

function anyKind(keywords: Keywords, where: string): RuleNode {
  refuseRest(keywords, where);
  return { kind: 'any' };
}

function ofNumber(kind: 'integer' | 'number', keywords: Keywords, where: string): RuleNode {
  const { minimum: min, maximum: max, exclusiveMinimum: above, exclusiveMaximum: below, ...rest } = keywords;
  refuseRest(rest, where);
  return asNode({ kind, min, max, above, below });
}

function ofChoice({ enum: choices, const: only, ...rest }: Keywords, where: string): RuleNode {
  refuseRest(rest, where);
  const values = [choices ?? only].flat().filter((value) => value !== null);
  return asNode({ kind: 'choice', values });
}

function isNullIn(choices: unknown): boolean {
  return Array.isArray(choices) && choices.includes(null);
}

function refuseRest(keywords: Keywords, where: string): void {
  const [unknown] = Object.keys(keywords).filter((name) => keywords[name] !== undefined);
  if (unknown !== undefined) throw new Error(`${where}: the keyword "${unknown}" has no rule.`);
}

// The document's own check has read every schema before this one.
function asSchema(value: unknown): SchemaObject {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return value as SchemaObject;
}

/** Drops members without a value; the keywords have the types that the specification gives them. */
function asNode(values: Readonly<Record<string, unknown>>): RuleNode {
  const set = Object.entries(values).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return Object.fromEntries(set) as unknown as RuleNode;
}
