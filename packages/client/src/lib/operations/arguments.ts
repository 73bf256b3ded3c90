import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { Operation } from './operation.ts';
import type { RequestOptions } from './request-options.ts';

/** The arguments of one call, by kind. */
export interface OperationArguments {
  readonly path: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly query: Readonly<Record<string, unknown>>;
  readonly options: RequestOptions;
}

/**
 * Checks and sorts the arguments of an operation: path parameters by position, then the body if the operation
 * has one, then one object with the query parameters and our own request options.
 *
 * @throws TypeError naming the wrong argument.
 */
export function parseArguments(operation: Operation, values: readonly unknown[]): OperationArguments {
  const names = operation.path.match(/(?<=\{)\w+/g) ?? [];
  const path = names.map((name, index) => [name, parsePathValue(values[index], name, operation)] as const);
  const rest = values.slice(names.length);
  const body = operation.body ? parseObject(rest.shift(), 'body', operation) : undefined;
  assertArgument(rest.length < 2, [operation.id, 'options'], 'the last argument');
  const { signal, headers, timeoutMs, fields, ...query } = parseRequestOptions(rest[0], operation);
  if (operation.method !== 'GET') assertFilters(query, operation);
  if (fields !== undefined) query['_fields'] = fields;
  return { path: Object.fromEntries(path), body, query, options: { signal, headers, timeoutMs } };
}

function parsePathValue(value: unknown, name: string, operation: Operation): string {
  // Encoding does not change dots, and a URL parser resolves '.' and '..' as path steps.
  const isStep = operation.segments ? /(^|\/)\.{0,2}(\/|$)/ : /^\.{0,2}$/;
  const fits = typeof value === 'string' && !isStep.test(value);
  assertArgument(fits, [operation.id, name], "a non-empty string, not '.' or '..'");
  return value;
}

/** Empty lists and objects are not sent, and a bulk write without its filter changes everything. */
function assertFilters(filters: Record<string, unknown>, operation: Operation): void {
  for (const [name, value] of Object.entries(filters)) {
    const isLost = isRecord(value) || (Array.isArray(value) && value.length === 0);
    assertArgument(!isLost, [operation.id, name], 'a value or a non-empty list');
  }
}

function parseRequestOptions(value: unknown, operation: Operation): RequestOptions & Record<string, unknown> {
  const options: RequestOptions & Record<string, unknown> = {
    ...parseObject(value === undefined ? {} : value, 'options', operation),
  };
  const { timeoutMs = 1, signal } = options;
  const isLimit = typeof timeoutMs === 'number' && timeoutMs > 0;
  assertArgument(isLimit, [operation.id, 'timeoutMs'], 'a positive number');
  const isSignal = signal === undefined || typeof signal?.aborted === 'boolean';
  assertArgument(isSignal, [operation.id, 'signal'], 'an AbortSignal');
  return options;
}

function parseObject(value: unknown, name: string, operation: Operation): Readonly<Record<string, unknown>> {
  assertArgument(isRecord(value), [operation.id, name], 'an object');
  return value;
}
