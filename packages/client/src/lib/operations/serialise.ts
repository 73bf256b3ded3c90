import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';
import { encode } from '../base/encode.ts';

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
    const values = [query[name]].flat().filter((one) => one !== undefined && one !== null);
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
 * Refuses numbers and dates that have no JSON, and no text.
 *
 * @throws TypeError naming the argument.
 */
export function assertExpressible(value: unknown, argument: Argument): void {
  if (value instanceof Date) assertArgument(Number.isFinite(value.getTime()), argument, 'a valid date');
  if (typeof value === 'number') assertArgument(Number.isFinite(value), argument, 'a finite number');
}

function toText(value: unknown, argument: Argument): string {
  if (typeof value === 'string') return value;
  assertExpressible(value, argument);
  if (value instanceof Date) return value.toISOString();
  const hasText = /^(num|bool|big)/.test(typeof value);
  assertArgument(hasText, argument, 'text, a number, a boolean, a date or a list of these');
  return String(value);
}
