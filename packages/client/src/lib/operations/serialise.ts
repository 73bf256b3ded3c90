import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';
import { encode } from '../base/encode.ts';
import { isRecord } from '../base/is-record.ts';

/** The query parameters of a call as text: absent ones and empty lists are left out. */
export type QueryText = readonly (readonly [name: string, values: readonly string[]])[];

/**
 * Serialises query parameters, each list in the form of one comma-separated value.
 *
 * @throws TypeError naming the parameter that has no text: an object, `NaN`, an invalid date.
 */
export function toQueryText(query: Readonly<Record<string, unknown>>, operation: string): QueryText {
  const texts: [string, string[]][] = [];
  for (const name in query) {
    const value = query[name];
    if (value === undefined || value === null) continue;
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const values = items.filter((one) => one !== undefined && one !== null);
    if (values.length > 0) texts.push([name, values.map((one) => toText(one, [operation, name]))]);
  }
  return texts;
}

/** Joins query parameters for a URL, with the question mark. */
export function toSearch(query: QueryText): string {
  let search = '';
  for (const [name, values] of query) {
    search += `${search ? '&' : '?'}${encode(name)}=${values.map(encode).join(',')}`;
  }
  return search;
}

/** Puts query parameters into the body that a GET with a long query is sent with. */
export function toParamsBody(query: QueryText): string {
  return JSON.stringify({
    _params: Object.fromEntries(query.map(([name, values]) => [name, values.join(',')])),
  });
}

/**
 * Serialises a JSON body.
 *
 * @throws TypeError when JSON would change a value silently: `NaN` and an invalid date become `null`, which
 * clears a field.
 */
export function toJsonBody(body: object, operation: string): string {
  let text;
  try {
    text = JSON.stringify(body);
  } catch {
    // Circular, or a bigint; the platform's message differs from one to the other.
  }
  assertArgument(text !== undefined, [operation, 'body'], 'a value that JSON can express');
  // A check of every value costs more than the serialisation; what JSON loses becomes `null`.
  if (text.includes('null')) assertExpressible(body, 'body', operation);
  return text;
}

function assertExpressible(value: unknown, name: string, operation: string): void {
  if (typeof value === 'number') assertArgument(Number.isFinite(value), [operation, name], 'a finite number');
  if (value instanceof Date) assertArgument(isValid(value), [operation, name], 'a valid date');
  else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) assertExpressible(item, `${name}.${index}`, operation);
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value)) assertExpressible(item, `${name}.${key}`, operation);
  }
}

function toText(value: unknown, argument: Argument): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    assertArgument(Number.isFinite(value), argument, 'a finite number');
    return String(value);
  }
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  const isDate = value instanceof Date;
  assertArgument(isDate, argument, 'text, a number, a boolean, a date or a list of these');
  assertArgument(isValid(value), argument, 'a valid date');
  return value.toISOString();
}

function isValid(date: Date): boolean {
  return !Number.isNaN(date.getTime());
}
