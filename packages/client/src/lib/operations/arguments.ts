import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import { encodeStep } from './encode-step.ts';
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
  const { [next]: last = {} } = values;
  const { query, options } = sortOptions(parseObject(last, [id, 'options']), plan);
  return { path, body, query, options };
}

function toPath({ operation, parts, rules }: Plan, values: readonly unknown[]): string {
  const { id, segments } = operation;
  const toText = (segments && rules?.encodeSteps) || encodeStep;
  let path = parts[0] ?? '';
  for (let index = 1; index < parts.length; index += 2)
    path += toText(values[(index - 1) / 2], [id, parts[index] ?? '']) + parts[index + 1];
  return path;
}

const optionNames: ReadonlySet<string> = new Set([
  'signal',
  'headers',
  'fields',
  'priority',
  'timeoutMs',
  'totalTimeoutMs',
  'retry',
]);

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
