import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';
import { encode } from '../base/encode.ts';
import { isRecord } from '../base/is-record.ts';
import { limitNames } from '../transport/call-limits.ts';
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

/**
 * Checks and sorts the arguments of an operation: path parameters by position, then the body if the operation
 * has one, then one object with the query parameters and our own request options.
 *
 * @throws TypeError naming the wrong argument.
 */
export function parseArguments(plan: Plan, values: readonly unknown[]): OperationArguments {
  const { id, body: hasBody } = plan.operation;
  // Of the parts of a path, every other one is a parameter.
  let next = (plan.parts.length - 1) / 2;
  const path = toPath(plan, values);
  const body = hasBody && parseObject(values[next++], [id, 'body']);
  assertArgument(values.length < next + 2, [id, 'options'], 'the last argument');
  const last = values[next];
  return { path, body, ...sortOptions(last === undefined ? {} : parseObject(last, [id, 'options']), plan) };
}

function toPath({ operation, parts }: Plan, values: readonly unknown[]): string {
  const { id, segments } = operation;
  return parts
    .map((part, index) =>
      index % 2 === 0 ? part : encodeSteps(values[(index - 1) / 2], [id, part], segments),
    )
    .join('');
}

/** Encodes a path parameter, which has several steps only where that is allowed. */
function encodeSteps(value: unknown, argument: Argument, areAllowed = false): string {
  const text = typeof value === 'string' ? value : '';
  const steps = areAllowed ? text.split('/') : [text];
  // Encoding does not change dots, and a URL parser resolves '.' and '..' as path steps.
  const fits = !steps.some((step) => /^\.{0,2}$/.test(step));
  assertArgument(fits, argument, "a non-empty string, not '.' or '..'");
  return steps.map(encode).join('/');
}

const optionNames: ReadonlySet<string> = new Set(['signal', 'headers', 'fields', ...limitNames]);

function sortOptions(
  given: Readonly<Record<string, unknown>>,
  { operation, rules }: Plan,
): Pick<OperationArguments, 'query' | 'options'> {
  const query: Record<string, unknown> = {};
  const options: RequestOptions & Record<string, unknown> = {};
  for (const name of Object.keys(given)) (optionNames.has(name) ? options : query)[name] = given[name];
  const { signal, fields } = options;
  const isSignal = signal === undefined || typeof signal?.aborted === 'boolean';
  assertArgument(isSignal, [operation.id, 'signal'], 'an AbortSignal');
  rules?.assertFilters(query, operation);
  if (fields !== undefined) query['_fields'] = fields;
  return { query, options };
}

function parseObject(value: unknown, argument: Argument): Readonly<Record<string, unknown>> {
  assertArgument(isRecord(value), argument, 'an object');
  return value;
}
