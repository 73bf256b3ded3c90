import type { Fetch, Tally } from './api-request.ts';
import { toApiRequest } from './api-request.ts';
import type { CloseAnswer } from './close-call.ts';
import { decodeBody } from './decode-body.ts';
import type { OperationArguments } from './operation-arguments.ts';
import type { Operation } from './operation.ts';
import { toResponseError } from './response-error.ts';

/** The one method of an openapi-fetch client that operations use, without its inference over all paths. */
export type RawRequest = (method: string, path: string, init: object) => Promise<RawOutcome>;

/** What openapi-fetch gives back when asked for text. */
export interface RawOutcome {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** What an operation is sent with. */
export interface OperationContext {
  readonly request: RawRequest;
  readonly transport: Fetch;
  readonly timeoutMs: number;
  readonly now: () => number;
}

/**
 * Sends one operation and judges the answer: ok is success, anything else is an error.
 *
 * @param operation What to send.
 * @param args Its arguments.
 * @param context The transport and its defaults.
 * @returns The data, the response and the number of requests sent.
 * @throws CloseApiError with any code.
 */
export async function sendOperation(
  operation: Operation,
  args: OperationArguments,
  context: OperationContext,
): Promise<CloseAnswer<unknown>> {
  const tally: Tally = { attempts: 0 };
  const { data, error, response } = await context.request(operation.method, operation.path, {
    params: { path: args.path, query: toQuery(operation, args.query) },
    body: args.body,
    signal: args.options.signal,
    headers: args.options.headers,
    parseAs: 'text',
    querySerializer: { array: { style: 'form', explode: true } },
    fetch: async (request: Request) => {
      const timeoutMs = args.options.timeoutMs ?? context.timeoutMs;
      return context.transport(await toApiRequest(request, { operation: operation.id, timeoutMs, tally }));
    },
  });
  const call = { operation, attempts: tally.attempts };
  if (!response.ok)
    throw toResponseError(response, error, { ...call, operation: operation.id, now: context.now() });
  return { data: decodeBody(data, response, call), response, attempts: tally.attempts };
}

function toQuery(operation: Operation, query: OperationArguments['query']): Record<string, unknown> {
  const lists = new Set(operation.commaLists);
  const entries = Object.entries(query).map(([name, value]) => {
    const joined = lists.has(name) && Array.isArray(value) ? value.join(',') || undefined : value;
    return [name, joined] as const;
  });
  return Object.fromEntries(entries);
}
