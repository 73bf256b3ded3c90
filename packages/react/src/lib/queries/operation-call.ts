import type { CloseClient, Operation } from '@closekit/client';
import type { CloseQueryKey } from './close-query-options.ts';
import { fieldIn } from '../base/field-in.ts';
import { isRecord } from '../base/is-record.ts';

/** The three kinds of input that an operation takes. */
export interface OperationInput {
  /** Path parameters by name. */
  readonly params: Readonly<Record<string, string>>;
  /** The JSON body, where the operation has one. */
  readonly body?: unknown;
  /** Query parameters under their wire names. */
  readonly query: Readonly<Record<string, unknown>>;
}

/** One operation of a client, found by its place in the tree. */
export interface OperationCall {
  readonly client: CloseClient;
  /** Ends with where the client keeps the operation: `['close', 'orga_…', 'leads', 'get']`. */
  readonly key: CloseQueryKey;
  readonly operation: Operation;
  /** Whose data is meant, where the backend has to be told. */
  readonly organization: string | undefined;
}

/**
 * Sorts the positional arguments of a call into path parameters, body and query.
 *
 * @param operation - What is called.
 * @param args - Path parameters, then the body if the operation has one, then the query.
 * @returns The same by name.
 */
export function readArguments(operation: Operation, args: readonly unknown[]): OperationInput {
  const names = pathParameters(operation);
  const rest = args.slice(names.length);
  const params = Object.fromEntries(names.map((name, index) => [name, String(args[index])]));
  const [body, query] = operation.body ? rest : [undefined, rest[0]];
  return { params, body, query: isRecord(query) ? underWireNames(query) : {} };
}

/**
 * Sorts the variables of a mutation into path parameters, body and query.
 *
 * @param operation - What is called.
 * @param variables - Path parameters under their own names, beside `body` and `query`.
 * @returns The same in the three groups.
 */
export function readVariables(operation: Operation, variables: unknown): OperationInput {
  const given = isRecord(variables) ? variables : {};
  const params = Object.fromEntries(pathParameters(operation).map((name) => [name, String(given[name])]));
  return { params, body: given['body'], query: isRecord(given['query']) ? given['query'] : {} };
}

/**
 * Calls the operation on its client.
 *
 * @param call - The operation and its client.
 * @param input - What to send.
 * @param signal - Cuts the call short.
 * @returns The data.
 * @throws CloseApiError with any of its codes.
 */
export async function callOperation(
  { client, key, operation, organization }: OperationCall,
  input: OperationInput,
  signal?: AbortSignal,
): Promise<unknown> {
  const params = pathParameters(operation).map((name) => input.params[name]);
  const body = operation.body ? [input.body] : [];
  const options = {
    ...input.query,
    ...(signal && { signal }),
    // All tabs have one cookie: the backend refuses what is meant for another organization than the one it is with.
    ...(organization !== undefined && { headers: { 'x-closekit-organization': organization } }),
  };
  return await methodAt(client, key)(...params, ...body, options);
}

/** So that a selection has the same key however it is spelled. */
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
