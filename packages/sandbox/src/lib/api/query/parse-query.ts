import { unreadable } from '../base/api-call.ts';

/** A word, number or "quoted text", and its place in the query. */
export interface QueryValue {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly at: number;
}

const comparisons = [':', '>', '>=', '<', '<='] as const;

export type Comparison = (typeof comparisons)[number];

export type QueryNode =
  | { readonly type: 'and' | 'or'; readonly parts: readonly QueryNode[] }
  | { readonly type: 'not'; readonly part: QueryNode }
  | { readonly type: 'everything' }
  | { readonly type: 'words'; readonly value: QueryValue }
  /** `has:name`. */
  | { readonly type: 'has'; readonly name: QueryValue }
  /** One of the values must match. */
  | {
      readonly type: 'field';
      readonly name: QueryValue;
      readonly comparison: Comparison;
      readonly values: readonly QueryValue[];
    }
  /** `opportunity(…)`: one related object must match all of the part. */
  | { readonly type: 'object'; readonly name: QueryValue; readonly part: QueryNode };

export interface ParsedQuery {
  readonly root: QueryNode;
  readonly sort: readonly { readonly name: QueryValue; readonly sign: 1 | -1 }[];
  /** `slice:number/total`. */
  readonly slice: { readonly number: number; readonly total: number } | undefined;
}

/** Parses the query text of `GET /lead/` and of similar lists. Refuses, with the place, what breaks the syntax. */
export function parseQuery(text: string): ParsedQuery {
  return new QueryParser(text).parse();
}

const maxDepth = 100;

/** A recursive descent: one method for each rule of the grammar. */
class QueryParser {
  readonly #text: string;
  readonly #sort: ParsedQuery['sort'][number][] = [];
  #slice: ParsedQuery['slice'];
  #at = 0;
  #depth = 0;
  #objects = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): ParsedQuery {
    const root: QueryNode = this.#isAtEnd() ? { type: 'everything' } : this.#alternatives();
    if (!this.#isAtEnd()) throw this.#unexpected('The query has no parenthesis to close');
    return { root, sort: this.#sort, slice: this.#slice };
  }

  /** `and { "or" and }`. */
  #alternatives(): QueryNode {
    const parts = [this.#conjunction()];
    while (this.#take(/or(?=[\s(),"]|$)/iy) !== undefined) parts.push(this.#conjunction());
    const [first] = parts;
    if (first !== undefined && parts.length === 1) return first;
    if (parts.some((part) => part.type === 'and' && part.parts.length === 0))
      throw this.#unexpected('Each side of `or` must have a condition');
    return { type: 'or', parts };
  }

  /** `term { ["and"] term }`. */
  #conjunction(): QueryNode {
    const parts: QueryNode[] = [];
    do {
      const part = this.#term();
      if (part !== undefined) parts.push(part);
    } while (this.#take(/and(?=[\s(),"]|$)/iy) !== undefined || this.#isBeforeTerm());
    const [first] = parts;
    return first !== undefined && parts.length === 1 ? first : { type: 'and', parts };
  }

  /** One condition; `undefined` for `sort:` and `slice:`, which are none. */
  #term(): QueryNode | undefined {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw this.#unexpected(`A query must not be nested deeper than ${maxDepth}`);
    const node = this.#readTerm();
    this.#depth -= 1;
    return node;
  }

  #readTerm(): QueryNode | undefined {
    const isTerm = this.#isBeforeTerm();
    if (isTerm && this.#take(/not(?=[\s("-]|$)|-(?=[^\s)])/iy) !== undefined) {
      const part = this.#term();
      if (part === undefined) throw this.#unexpected('`sort:` and `slice:` cannot be negated');
      return { type: 'not', part };
    }
    if (isTerm && this.#take(/\(/y) !== undefined) return this.#closed(this.#alternatives());
    const name = isTerm ? this.#value(/[^\s"(),:=<>!]+|!(?!=)/y) : undefined;
    if (name === undefined) throw this.#unexpected('The query must have a condition here');
    const list = this.#take(/(?<=\s)(not\s+)?in\s*(?=\()/iy);
    if (list !== undefined) return this.#field(name, ':', /^not/i.test(list));
    const operator = this.#take(/!=|>=|<=|[:=<>]/y);
    if (operator !== undefined) return this.#comparison(name, operator);
    if (this.#text[this.#at] === '(' && !name.isQuoted) return this.#object(name);
    return name.text === '*' && !name.isQuoted ? { type: 'everything' } : { type: 'words', value: name };
  }

  #comparison(name: QueryValue, operator: string): QueryNode | undefined {
    const word = operator === ':' && !name.isQuoted ? name.text.toLowerCase() : '';
    if (word === 'sort') return this.#readSort(name);
    if (word === 'slice') return this.#readSlice(name);
    if (word === 'has' || word === 'no') {
      const has: QueryNode = { type: 'has', name: this.#valueOf(name) };
      return word === 'has' ? has : { type: 'not', part: has };
    }
    const comparison = comparisons.find((one) => one === operator) ?? ':';
    return this.#field(name, comparison, operator === '!=');
  }

  #field(name: QueryValue, comparison: Comparison, isNegated: boolean): QueryNode {
    const field: QueryNode = { type: 'field', name, comparison, values: this.#values(name) };
    return isNegated ? { type: 'not', part: field } : field;
  }

  /** A value, or `( value { "or" value } )`; a comma stands for `or`. */
  #values(name: QueryValue): QueryValue[] {
    if (this.#take(/\(/y) === undefined) return [this.#valueOf(name)];
    const values: QueryValue[] = [];
    do values.push(this.#valueOf(name));
    while (this.#take(/or(?=[\s"]|$)|,/iy) !== undefined);
    return this.#closed(values);
  }

  #object(name: QueryValue): QueryNode {
    this.#take(/\(/y);
    this.#objects += 1;
    const part = this.#closed(this.#alternatives());
    this.#objects -= 1;
    return { type: 'object', name, part };
  }

  #readSort(name: QueryValue): undefined {
    const { text, isQuoted, at } = this.#valueOf(name);
    const isDescending = text.startsWith('-');
    const field = isDescending ? { text: text.slice(1), isQuoted, at: at + 1 } : { text, isQuoted, at };
    if (this.#objects > 0) throw this.#unexpected('Only the leads can be sorted', at);
    this.#sort.push({ name: field, sign: isDescending ? -1 : 1 });
  }

  #readSlice(name: QueryValue): undefined {
    const { text, at } = this.#valueOf(name);
    const [, number = '', total = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
    const isPart = Number(total) > 0 && Number(number) <= Number(total) && this.#objects === 0;
    if (!isPart) throw this.#unexpected('`slice:` must be a part of the leads, such as `slice:1/3`', at);
    this.#slice = { number: Number(number), total: Number(total) };
  }

  #valueOf({ text }: QueryValue): QueryValue {
    const value = this.#value(/[^\s"(),]+/y);
    if (value === undefined) throw this.#unexpected(`\`${text}\` must be followed by a value`);
    return value;
  }

  /** A quoted text, or a bare one that matches the pattern. */
  #value(bare: RegExp): QueryValue | undefined {
    this.#skipSpace();
    const at = this.#at;
    const quoted = this.#take(/"[^"\\]*(?:\\.[^"\\]*)*"/sy);
    if (quoted !== undefined)
      return { text: quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1'), isQuoted: true, at };
    if (this.#text[this.#at] === '"') throw this.#unexpected('The query has no quote to close this one');
    const text = this.#take(bare);
    return text === undefined ? undefined : { text, isQuoted: false, at };
  }

  #closed<T>(content: T): T {
    if (this.#take(/\)/y) === undefined) throw this.#unexpected('The query must have a `)` here');
    return content;
  }

  /** Whether a condition begins here. Commas between words have no meaning. */
  #isBeforeTerm(): boolean {
    this.#take(/[\s,]+/y);
    if (this.#isAtEnd() || this.#text[this.#at] === ')') return false;
    return !/(?:and|or)(?=[\s(),"]|$)/iy.test(this.#text.slice(this.#at, this.#at + 4));
  }

  #isAtEnd(): boolean {
    this.#skipSpace();
    return this.#at >= this.#text.length;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  /** Takes what the pattern matches at this place, after any space. */
  #take(pattern: RegExp): string | undefined {
    const start = this.#at;
    this.#skipSpace();
    pattern.lastIndex = this.#at;
    const [found] = pattern.exec(this.#text) ?? [];
    this.#at = found === undefined ? start : this.#at + found.length;
    return found;
  }

  #unexpected(message: string, at = this.#at): Error {
    return unreadable({ field: 'query', message: `${message} (character ${at + 1} of the query).` });
  }
}
