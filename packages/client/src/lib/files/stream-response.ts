import { assertArgument } from '../base/assert-argument.ts';
import { isRecord } from '../base/is-record.ts';
import type { CloseConnection } from '../connection/open-connection.ts';
import { contextOf } from '../operations/connection-context.ts';
import { toJsonBody } from '../operations/json-body.ts';
import { toQueryText, toSearch } from '../operations/serialise.ts';
import { isRefused } from '../errors/is-refused.ts';
import { toGroup } from '../transport/to-group.ts';
import { openStream, unwrapStream } from './open-stream.ts';
import { parseStreamOptions } from './stream-options.ts';
import type { StreamOptions } from './stream-options.ts';

/** A request of the API whose response is streamed. */
export interface StreamRequest {
  /** HTTP method. Default: `GET`. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | undefined;
  /** Path below the base URL, such as `/report/activity/`. */
  readonly path: string;
  /** Query parameters. */
  readonly query?: Readonly<Record<string, unknown>> | undefined;
  /** The JSON body. */
  readonly body?: object | undefined;
}

const methods: readonly unknown[] = ['GET', 'POST', 'PUT', 'DELETE'];

/**
 * Sends a request to the API and returns its response as a stream, such as a report as CSV. Tokens, pacing and
 * retries apply as they do to operations. A `GET` may be sent again, any other method is a write.
 *
 * @param close - The client or connection.
 * @param request - Method, path, query and body.
 * @param options - Signal, time limits, headers, retries, progress.
 * @returns The response. Its body is a stream that fails with a `CloseApiError`: `aborted`, `timeout` when no
 * more arrives within `timeoutMs`, or `network` when it is cut. Cancel a body that is not read to its end.
 * @throws TypeError when an argument is wrong.
 * @throws CloseApiError when the response is not ok, or there is none.
 * @example
 * const request = { method: 'POST', path: '/report/activity/', body: { type: 'overview' } } as const;
 * const response = await streamResponse(close, request, { headers: { accept: 'text/csv' } });
 */
export async function streamResponse(
  close: CloseConnection,
  request: StreamRequest,
  options: StreamOptions = {},
): Promise<Response> {
  const context = contextOf(close, 'streamResponse');
  const settings = parseStreamOptions(options, context, 'streamResponse');
  const { method, path, query, body } = parseRequest(request);
  const call = {
    operation: undefined,
    method,
    path,
    group: toGroup(method, path),
    isRead: method === 'GET',
    isRefused,
    mayBeEmpty: true,
    url: context.defaults.baseUrl + path + toSearch(toQueryText(query, 'streamResponse')),
    headers: body ? { 'content-type': 'application/json', ...settings.headers } : settings.headers,
    body: body && toJsonBody(body, 'streamResponse'),
    limits: settings.limits,
  };
  return unwrapStream(await openStream(call, context, settings), context.now);
}

/** A request with all defaults. */
interface ParsedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: object | undefined;
}

function parseRequest(request: StreamRequest): ParsedRequest {
  const given: unknown = request;
  assertArgument(isRecord(given), ['streamResponse', 'request'], 'an object');
  const { method = 'GET', path, query = {}, body } = request;
  assertArgument(methods.includes(method), ['streamResponse', 'method'], 'GET, POST, PUT or DELETE');
  const isPath =
    typeof path === 'string' && /^\/(?![/\\])[^?#]*$/.test(path) && !/\/\.{1,2}(\/|$)/.test(path);
  assertArgument(isPath, ['streamResponse', 'path'], 'a path below the base URL, without a query');
  assertArgument(isRecord(query), ['streamResponse', 'query'], 'an object');
  const isBody = body === undefined || (isRecord(body) && method !== 'GET');
  assertArgument(isBody, ['streamResponse', 'body'], 'an object, and not that of a GET');
  return { method, path, query, body };
}
