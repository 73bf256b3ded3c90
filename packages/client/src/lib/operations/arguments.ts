import { assertArgument } from '../base/assert-argument.ts';
import { encode } from '../base/encode.ts';
import { isRecord } from '../base/is-record.ts';
import type { Operation } from './operation.ts';
import type { Plan } from './plan.ts';
import type { RequestOptions } from './request-options.ts';

/** The arguments of one call, by kind. */
export interface OperationArguments {
  /** The path with its parameters. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly query: Readonly<Record<string, unknown>>;
  readonly options: RequestOptions;
}

const noOptions: RequestOptions = {};
const noQuery: Readonly<Record<string, unknown>> = {};

/**
 * Checks and sorts the arguments of an operation: path parameters by position, then the body if the operation
 * has one, then one object with the query parameters and our own request options.
 *
 * @throws TypeError naming the wrong argument.
 */
export function parseArguments(plan: Plan, values: readonly unknown[]): OperationArguments {
  const { operation, names } = plan;
  const path = toPath(plan, values);
  let next = names.length;
  let body;
  if (operation.body) {
    body = parseObject(values[next], 'body', operation);
    next += 1;
  }
  assertArgument(values.length < next + 2, [operation.id, 'options'], 'the last argument');
  const last = values[next];
  if (last === undefined) return { path, body, query: noQuery, options: noOptions };
  return { path, body, ...sortOptions(parseObject(last, 'options', operation), operation) };
}

function toPath({ operation, names, pieces }: Plan, values: readonly unknown[]): string {
  let path = pieces[0] ?? '';
  for (let index = 0; index < names.length; index += 1) {
    const value = encode(parsePathValue(values[index], names[index] ?? '', operation));
    path += (operation.segments ? value.replaceAll('%2F', '/') : value) + pieces[index + 1];
  }
  return path;
}

function parsePathValue(value: unknown, name: string, operation: Operation): string {
  // Encoding does not change dots, and a URL parser resolves '.' and '..' as path steps.
  if (typeof value === 'string' && value.length > 2 && !operation.segments) return value;
  const isStep = operation.segments ? /(^|\/)\.{0,2}(\/|$)/ : /^\.{0,2}$/;
  const fits = typeof value === 'string' && !isStep.test(value);
  assertArgument(fits, [operation.id, name], "a non-empty string, not '.' or '..'");
  return value;
}

const optionNames: ReadonlySet<string> = new Set<keyof RequestOptions | 'fields'>([
  'signal',
  'headers',
  'timeoutMs',
  'totalTimeoutMs',
  'retry',
  'priority',
  'fields',
]);

function sortOptions(
  given: RequestOptions & Readonly<Record<string, unknown>>,
  operation: Operation,
): Pick<OperationArguments, 'query' | 'options'> {
  const { signal, headers, timeoutMs, totalTimeoutMs, retry, priority, fields } = given;
  const query: Record<string, unknown> = {};
  // The rest of a destructuring costs a microsecond.
  for (const name of Object.keys(given)) if (!optionNames.has(name)) query[name] = given[name];
  const isSignal = signal === undefined || typeof signal?.aborted === 'boolean';
  assertArgument(isSignal, [operation.id, 'signal'], 'an AbortSignal');
  if (operation.method !== 'GET') assertFilters(query, operation);
  if (fields !== undefined) query['_fields'] = fields;
  return { query, options: { signal, headers, timeoutMs, totalTimeoutMs, retry, priority } };
}

/** Empty lists are not sent, and a bulk write without its filter changes everything. */
function assertFilters(filters: Readonly<Record<string, unknown>>, operation: Operation): void {
  for (const [name, value] of Object.entries(filters)) {
    const isLost = Array.isArray(value) && value.length === 0;
    assertArgument(!isLost, [operation.id, name], 'a value or a non-empty list');
  }
}

function parseObject(value: unknown, name: string, operation: Operation): Readonly<Record<string, unknown>> {
  assertArgument(isRecord(value), [operation.id, name], 'an object');
  return value;
}
