import type { OpenApiDocument, SchemaObject } from '../src/lib/open-api-document.ts';
import type { RuleNode, RuleOf } from '../../sandbox/src/lib/rules/rule-table.ts';
import { flattenSchema, keywordsOf, memberNames, schemasOf } from './flatten-schema.ts';
import type { Keywords, Resolve, RuleSchema } from './flatten-schema.ts';

/** A schema, and its place in the document for errors. */
interface Spot {
  readonly schema: RuleSchema;
  readonly where: string;
}

/** Turns schemas into rules. Equal rules become one node. */
export class RuleCompiler {
  readonly #resolve: Resolve;
  readonly #nodes: (RuleNode | undefined)[] = [];
  readonly #places = new Map<string, number>();
  readonly #named = new Map<string, number>();
  /** Named schemas that are being compiled, with their place if they refer to themselves. */
  readonly #open = new Map<string, number | undefined>();

  constructor(document: OpenApiDocument) {
    this.#resolve = schemasOf(document);
  }

  /** All rules so far. */
  nodes(): RuleNode[] {
    return this.#nodes.map((_, place) => this.#nodeOf(place));
  }

  /**
   * Compiles a schema and returns the place of its rule.
   *
   * @throws Error at a keyword that has no rule.
   */
  compile(schema: RuleSchema, where: string): number {
    const flat = flattenSchema(schema, this.#resolve);
    return flat.$ref === undefined
      ? this.#add(this.#toNode({ schema: flat, where }))
      : this.#compileNamed(flat.$ref);
  }

  #add(node: RuleNode): number {
    const key = JSON.stringify(node);
    const place = this.#places.get(key) ?? this.#nodes.push(node) - 1;
    this.#places.set(key, place);
    return place;
  }

  /** A schema that refers to itself gets its place before its rule. */
  #compileNamed(reference: string): number {
    const known = this.#named.get(reference);
    if (known !== undefined) return known;
    if (this.#open.has(reference)) {
      const reserved = this.#open.get(reference) ?? this.#nodes.push(undefined) - 1;
      this.#open.set(reference, reserved);
      return reserved;
    }
    this.#open.set(reference, undefined);
    const schema = flattenSchema(this.#resolve(reference), this.#resolve);
    const node =
      schema.$ref === undefined
        ? this.#toNode({ schema, where: reference })
        : this.#nodeOf(this.#compileNamed(schema.$ref));
    const reserved = this.#open.get(reference);
    this.#open.delete(reference);
    if (reserved !== undefined) this.#nodes[reserved] = node;
    const place = reserved ?? this.#add(node);
    this.#named.set(reference, place);
    return place;
  }

  #nodeOf(place: number): RuleNode {
    const node = this.#nodes[place];
    if (node === undefined) throw new Error('A schema consists of itself.');
    return node;
  }

  #toNode(spot: Spot): RuleNode {
    const { schema, where } = spot;
    const { 'x-closekit-names-of': model, 'x-closekit-own': stricter, ...rest } = schema;
    if (model !== undefined) return this.#toNames(model);
    if (stricter !== undefined) {
      const own = this.#add(this.#toNode({ schema: { ...rest, ...stricter }, where }));
      return { ...this.#toNode({ schema: rest, where }), own };
    }
    const alternatives = schema.anyOf ?? schema.oneOf;
    return alternatives === undefined ? this.#toTyped(spot) : this.#toAlternatives(alternatives, where);
  }

  #toTyped({ schema, where }: Spot): RuleNode {
    const { type: _type, ...keywords } = keywordsOf(schema);
    const types = [schema.type ?? []].flat();
    const [kind, ...more] = types.filter((one) => one !== 'null');
    if (more.length > 0) {
      return this.#toAlternatives(
        types.map((one) => ({ ...schema, type: one })),
        where,
      );
    }
    const isChoice = schema.enum !== undefined || schema.const !== undefined;
    const isNullable = types.includes('null') || schema.enum?.includes(null) === true;
    const node = isChoice ? toChoice(keywords, where) : this.#toKind(kind, keywords, where);
    return isNullable ? { ...node, nullable: true } : node;
  }

  #toKind(type: string | undefined, keywords: Keywords, where: string): RuleNode {
    switch (type) {
      case undefined:
        return toNode('any', keywords, { where, takes: {} });
      case 'boolean':
        return toNode('boolean', keywords, { where, takes: {} });
      case 'integer':
      case 'number':
        return toNode(type, keywords, { where, takes: numberWords });
      case 'string':
        return toText(keywords, where);
      case 'array':
        return this.#toList(keywords, where);
      case 'object':
        return this.#toObject(keywords, where);
      default:
        throw new Error(`${where}: the type "${type}" has no rule.`);
    }
  }

  #toList({ items, ...keywords }: Keywords, where: string): RuleNode {
    const node = toNode('list', keywords, { where, takes: { minItems: 'min', maxItems: 'max' } });
    return { ...node, kind: 'list', items: this.compile(asSchema(items ?? {}), `${where}[]`) };
  }

  #toObject({ properties, patternProperties, required, ...keywords }: Keywords, where: string): RuleNode {
    const { additionalProperties, unevaluatedProperties, ...unknown } = keywords;
    refuseRest(unknown, where);
    const members = this.#compileAll(properties, where);
    const patterns = this.#compileAll(patternProperties, where);
    const others = this.#toOthers(additionalProperties ?? unevaluatedProperties, where);
    return {
      kind: 'object',
      ...(members && { members: withRequired(members, [required ?? []].flat()) }),
      ...(patterns && { patterns }),
      ...(others !== undefined && { others }),
    };
  }

  #toOthers(rest: unknown, where: string): RuleOf<'object'>['others'] {
    if (rest === undefined) return undefined;
    return rest === false ? 'closed' : this.compile(asSchema(rest === true ? {} : rest), `${where}.*`);
  }

  #compileAll(schemas: unknown, where: string): Record<string, number> | undefined {
    if (schemas === undefined) return undefined;
    const entries = Object.entries(Object(schemas)).map(([name, schema]) => [
      name,
      this.compile(asSchema(schema), `${where}.${name}`),
    ]);
    return Object.fromEntries(entries);
  }

  #toNames(model: string): RuleNode {
    const names = memberNames(this.#resolve(`#/components/schemas/${model}`), this.#resolve);
    return { kind: 'name', names: names.filter((name) => !name.startsWith('^')) };
  }

  #toAlternatives(all: readonly SchemaObject[], where: string): RuleNode {
    const places = all.filter(({ type }) => type !== 'null').map((one) => this.compile(one, where));
    const nullable = places.length < all.length && ({ nullable: true } as const);
    const [only, ...more] = new Set(places);
    if (only === undefined) throw new Error(`${where}: no alternatives.`);
    if (more.length === 0) return { ...this.#nodeOf(only), ...nullable };
    return { ...(this.#toTagged(places) ?? { kind: 'union', of: [only, ...more] }), ...nullable };
  }

  /** Finds a required member whose constants differ in all alternatives. */
  #toTagged(places: readonly number[]): RuleNode | undefined {
    const first = this.#nodes[places[0] ?? -1];
    const members = first?.kind === 'object' ? Object.entries(first.members ?? {}) : [];
    const required = members.filter(([, place]) => place < 0);
    return required.map(([tag]) => this.#casesOf(tag, places)).find((found) => found !== undefined);
  }

  #casesOf(tag: string, places: readonly number[]): RuleNode | undefined {
    const cases: Record<string, number> = {};
    for (const place of places) {
      const node = this.#nodes[place];
      const member = node?.kind === 'object' ? (node.members?.[tag] ?? 0) : 0;
      const choice = member < 0 ? this.#nodes[~member] : undefined;
      if (choice?.kind !== 'choice') return undefined;
      for (const value of choice.values) {
        if (cases[String(value)] !== undefined) return undefined;
        cases[String(value)] = place;
      }
    }
    return { kind: 'tagged', tag, cases };
  }
}

const numberWords = { minimum: 'min', maximum: 'max', exclusiveMinimum: 'above', exclusiveMaximum: 'below' };
const textWords = { pattern: 'pattern', format: 'format', minLength: 'min', maxLength: 'max' };
const formats: ReadonlySet<unknown> = new Set(['date', 'date-time', 'email', 'uri']);

function toText(keywords: Keywords, where: string): RuleNode {
  const { format } = keywords;
  if (format === undefined || formats.has(format)) {
    return toNode('text', keywords, { where, takes: textWords });
  }
  throw new Error(`${where}: no format ${JSON.stringify(format)}.`);
}

function toChoice({ enum: choices, const: only, ...rest }: Keywords, where: string): RuleNode {
  const values = [choices ?? only].flat().filter((value) => value !== null);
  return toNode('choice', { ...rest, values }, { where, takes: { values: 'values' } });
}

/** Creates a rule from the keywords that its kind takes, by their names in the rule. */
function toNode(
  kind: RuleNode['kind'],
  keywords: Keywords,
  { where, takes }: { readonly where: string; readonly takes: Readonly<Record<string, string>> },
): RuleNode {
  refuseRest(Object.fromEntries(Object.entries(keywords).filter(([name]) => !(name in takes))), where);
  const named = Object.entries(keywords).map(([name, value]) => [takes[name], value]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- keywords have the types of the specification
  return { kind, ...Object.fromEntries(named) } as RuleNode;
}

/** Marks required members by the complement of their place. */
function withRequired(members: Record<string, number>, required: readonly unknown[]): Record<string, number> {
  const marked = Object.entries(members).map(([name, place]) => [
    name,
    required.includes(name) ? ~place : place,
  ]);
  return Object.fromEntries(marked);
}

function refuseRest(keywords: Keywords, where: string): void {
  const [unknown] = Object.keys(keywords);
  if (unknown !== undefined) throw new Error(`${where}: the keyword "${unknown}" has no rule.`);
}

function asSchema(value: unknown): RuleSchema {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the document's own check has read it
  return value as RuleSchema;
}
