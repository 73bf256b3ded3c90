import type { CloseClient, Operation } from '@closekit/client';
import type { CloseQueryKey } from './close-query-options.ts';
import type { ScopeGate } from './scope-gate.ts';
import { fieldIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';

/** The input of an operation. */
export interface OperationInput {
  /** Path parameters by name, in the order of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** The JSON body, if the operation has one. */
  readonly body?: unknown;
  /** Query parameters under their wire names. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** One operation of a client, with its place in the tree. */
export interface OperationCall {
  readonly client: CloseClient;
  /** Ends with the path of the operation in the client: `['close', 'orga_…', 'leads', 'get']`. */
  readonly key: CloseQueryKey;
  readonly operation: Operation;
  /** Names the organization and the user of the call to a backend with a cookie session. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly gate: ScopeGate;
}

/**
 * Converts the positional arguments of a call to path parameters, body and query.
 *
 * @param args - Path parameters, then the body if the operation has one, then the query.
 */
export function readArguments(operation: Operation, args: readonly unknown[]): OperationInput {
  const names = pathParameters(operation);
  const rest = args.slice(names.length);
  const params = Object.fromEntries(names.map((name, index) => [name, String(args[index])]));
  const [body, query] = operation.body ? rest : [undefined, rest[0]];
  return { params, body, query: isRecord(query) ? underWireNames(query) : {} };
}

/**
 * Converts the variables of a mutation to path parameters, body and query.
 *
 * @param variables - Path parameters under their own names, beside `body` and `query`.
 */
export function readVariables(operation: Operation, variables: unknown): OperationInput {
  const input = isRecord(variables) ? variables : {};
  const params = Object.fromEntries(pathParameters(operation).map((name) => [name, String(input[name])]));
  return { params, body: input['body'], query: isRecord(input['query']) ? input['query'] : {} };
}

/**
 * Reads through the client, unless the page has left the scope of the call.
 *
 * @throws CloseApiError `unauthorized`, `not_found`, `network` or another of its codes; `aborted` or
 * `reauthorization_required` if the page is in another scope.
 */
export async function readOperation(
  call: OperationCall,
  input: OperationInput,
  signal: AbortSignal,
): Promise<unknown> {
  const { gate } = call;
  if (!gate.isOpen()) throw await gate.refusal();
  const response = await callOperation(call, input, signal);
  // Another cache, or a request without a signal: the response must not reach one that is in use.
  if (!gate.isOpen()) throw await gate.refusal();
  return response;
}

/** Writes through the client, unless the page has left the scope of the call. */
export async function writeOperation(call: OperationCall, input: OperationInput): Promise<unknown> {
  const { gate, headers } = call;
  if (!gate.isOpen()) throw await gate.refusal();
  // A backend with a cookie session refuses a late attempt. A token session would send it with the next token.
  return callOperation(call, input, headers === undefined ? gate.page()?.scopeEnd : undefined);
}

async function callOperation(
  { client, key, operation, headers }: OperationCall,
  input: OperationInput,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const body = operation.body ? [input.body] : [];
  const options = { ...input.query, ...(signal && { signal }), ...(headers && { headers }) };
  return await methodAt(client, key)(...Object.values(input.params), ...body, options);
}

/** Renames `fields` to `_fields`, so that both spellings have the same key. */
function underWireNames({ fields, ...query }: Readonly<Record<string, unknown>>): OperationInput['query'] {
  return fields === undefined ? query : { ...query, _fields: fields };
}

function pathParameters(operation: Operation): string[] {
  return [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));
}

type Method = (...args: readonly unknown[]) => PromiseLike<unknown>;

function methodAt(client: CloseClient, [, , ...path]: CloseQueryKey): Method {
  const method = path.reduce((place, name) => fieldIn(place, String(name)), client);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client has a method for each operation of the tree
  return method as Method;
}
