import { isRecord } from './is-record.ts';
import type { Operation } from './operation.ts';
import type { RequestOptions } from './request-options.ts';

/** The arguments of one call, sorted. */
export interface OperationArguments {
  readonly path: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly query: Readonly<Record<string, unknown>>;
  readonly options: RequestOptions;
}

/**
 * Sorts the arguments of an operation: path parameters by position, then the body if there is one, then one object
 * that holds the query parameters and our own request options.
 *
 * @param operation The operation.
 * @param values The arguments as given.
 * @returns The arguments, sorted.
 * @throws TypeError naming the argument that is wrong.
 */
export function parseArguments(operation: Operation, values: readonly unknown[]): OperationArguments {
  const names = pathParameters(operation);
  const path = names.map(
    (name, index) => [name, parsePathValue(values[index], `${operation.id}: ${name}`)] as const,
  );
  const rest = values.slice(names.length);
  const body = operation.body ? parseBody(rest.shift(), operation) : undefined;
  if (rest.length > 1) throw new TypeError(`${operation.id}: too many arguments`);
  const { signal, headers, timeoutMs, ...query } = parseOptions(rest[0], operation);
  return { path: Object.fromEntries(path), body, query, options: { signal, headers, timeoutMs } };
}

function pathParameters(operation: Operation): string[] {
  return Array.from(operation.path.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '');
}

function parsePathValue(value: unknown, name: string): string {
  // Encoding leaves dots alone, and a URL parser would take '.' and '..' as steps.
  if (typeof value === 'string' && value !== '' && value !== '.' && value !== '..') return value;
  throw new TypeError(`${name} must be a non-empty string, and not '.' or '..'`);
}

function parseBody(body: unknown, operation: Operation): Readonly<Record<string, unknown>> {
  if (isRecord(body)) return body;
  throw new TypeError(`${operation.id}: body must be an object`);
}

function parseOptions(value: unknown, operation: Operation): RequestOptions & Record<string, unknown> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new TypeError(`${operation.id}: options must be an object`);
  const options: RequestOptions & Record<string, unknown> = { ...value };
  if (options.timeoutMs !== undefined && !(typeof options.timeoutMs === 'number' && options.timeoutMs > 0)) {
    throw new TypeError(`${operation.id}: timeoutMs must be a number greater than 0`);
  }
  if (options.signal !== undefined && typeof options.signal?.aborted !== 'boolean') {
    throw new TypeError(`${operation.id}: signal must be an AbortSignal`);
  }
  return options;
}
