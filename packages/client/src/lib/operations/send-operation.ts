import type { Fetch, Tally } from '../transport/api-request.ts';
import { toApiRequest } from '../transport/api-request.ts';
import type { CloseResponse } from './close-call.ts';
import { decodeBody } from './decode-body.ts';
import type { OperationArguments } from './arguments.ts';
import type { Operation } from './operation.ts';
import { toResponseError } from '../errors/response-error.ts';

/** Builds and sends one request: ours, or `request` of openapi-fetch without its inference over all paths. */
export type RawRequest = (method: string, path: string, init: RawInit) => Promise<RawOutcome>;

/** The parts of a request. */
export interface RawInit {
  readonly params: Pick<OperationArguments, 'path' | 'query'>;
  readonly body: OperationArguments['body'];
  readonly signal: AbortSignal | undefined;
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly parseAs: 'text';
  readonly pathSerializer: (path: string, values: Readonly<Record<string, string>>) => string;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** The response, its body as text; an error is parsed when it is JSON. */
export interface RawOutcome {
  readonly data?: string | undefined;
  readonly error?: unknown;
  readonly response: Response;
}

/** The transport of a client and its defaults. */
export interface OperationContext {
  readonly request: RawRequest;
  readonly transport: Fetch;
  readonly timeoutMs: number;
  readonly now: () => number;
}

/**
 * Sends one operation. Only an ok response is success; any other is an error.
 *
 * @throws CloseApiError with any code.
 */
export async function sendOperation(
  operation: Operation,
  args: OperationArguments,
  context: OperationContext,
): Promise<CloseResponse<unknown>> {
  const { signal, headers, timeoutMs = context.timeoutMs } = args.options;
  const tally: Tally = { attempts: 0 };
  const { data, error, response } = await context.request(operation.method, operation.path, {
    params: args,
    body: args.body,
    signal,
    headers,
    parseAs: 'text',
    pathSerializer: (path, values) => fillPath(path, values, operation.segments),
    fetch: async (request: Request) =>
      context.transport(await toApiRequest(request, { operation: operation.id, timeoutMs, tally })),
  });
  const { attempts } = tally;
  if (!response.ok)
    throw toResponseError(response, error, { operation: operation.id, attempts, now: context.now() });
  return { data: decodeBody(data, response, { operation, attempts }), response, attempts };
}

function fillPath(path: string, values: Readonly<Record<string, string>>, segments?: true): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = encodeURIComponent(String(values[name]));
    return segments ? value.replaceAll('%2F', '/') : value;
  });
}
