import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { NodeRequest } from 'srvx/node';
import { admit } from '../admission/admit.ts';
import { isApiCall, parseNormalUrl } from '../admission/target.ts';
import type { Target } from '../admission/target.ts';
import { toErrorAnswer } from '../base/error-response.ts';
import { toHandlerError } from '../base/errors.ts';
import type { CloseHandlerError } from '../base/errors.ts';
import { forRequest } from '../config/for-request.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { requestIdOf } from '../guard/request-id.ts';
import { readBody } from '../guard/read-body.ts';
import type { CallRequest } from '../guard/to-call.ts';
import { createCallTokens } from '../proxy/call-tokens.ts';
import { toUpstreamHeaders } from '../proxy/forwarded-headers.ts';
import { acceptedCodings } from './accepted-codings.ts';
import { bodySource } from './body-source.ts';
import type { UndiciDispatcher } from './dispatcher.ts';
import { sendCall } from './exchange.ts';

/** An API call as it arrives at Node. */
export interface NodeCall {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly target: Target;
}

/**
 * The target of a request that this door takes: an API call in HTTP/1, whose URL is its own normal form.
 * Everything else goes to the fetch handler, which refuses or serves it by the same rules.
 */
export function findApiCall(config: HandlerConfig, request: IncomingMessage): Target | undefined {
  if (request.httpVersionMajor !== 1 || !request.url?.startsWith('/')) return undefined;
  const target = parseNormalUrl(`http://host${request.url}`);
  return target !== undefined && isApiCall(config, target) ? target : undefined;
}

/** A call, its target and its view: headers are read as the fetch handler reads them, and only when needed. */
interface ScopedCall extends NodeCall {
  readonly view: Request & CallRequest;
  readonly requestId: string;
}

/** Forwards one API call to Close, without web streams. Responds to every call and never rejects. */
export async function forwardCall(
  config: HandlerConfig,
  dispatcher: UndiciDispatcher,
  call: NodeCall,
): Promise<void> {
  const view = new NodeRequest({ req: call.request, res: call.response });
  const requestId = requestIdOf(view.headers);
  const scope = forRequest(config, { requestId, route: 'api' });
  try {
    await forward(scope, dispatcher, { ...call, view, requestId });
  } catch (thrown) {
    const error = toHandlerError(thrown);
    scope.report(error);
    respondWithError(call, error, requestId);
  }
}

async function forward(
  config: HandlerConfig,
  dispatcher: UndiciDispatcher,
  { view, request, response, target, requestId }: ScopedCall,
): Promise<void> {
  const { method, path, grant } = await admit(config, view, target);
  const { maxBodyBytes: maxBytes, bodyTimeoutMs: timeoutMs } = config;
  const options = {
    origin: config.apiOrigin,
    path,
    method,
    body:
      method === 'GET'
        ? null
        : ((await readBody(bodySource(request, view), { maxBytes, timeoutMs })) ?? null),
    // The exchange has its own timer.
    headersTimeout: 0,
  };
  const accepted = acceptedCodings(view.headers.get('accept-encoding'));
  const headers = {
    // As `fetch` sends them.
    accept: '*/*',
    'user-agent': 'node',
    ...toUpstreamHeaders(view),
    'accept-encoding': [...accepted].join(', ') || 'identity',
  };
  const tokens = createCallTokens(config, grant, view);
  const side = { response, accepted, requestId };
  const exchange = { dispatcher, options, tokens, side, timeoutMs: config.timeoutMs };
  while (!(await sendCall(exchange, { ...headers, authorization: `Bearer ${await tokens.next()}` })));
}

function respondWithError(
  { request, response }: NodeCall,
  error: CloseHandlerError,
  requestId: string,
): void {
  const { status, headers, body } = toErrorAnswer(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = status;
  response.setHeader('x-request-id', requestId);
  // A body that trickles would go on.
  if (status === 408) response.setHeader('connection', 'close');
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
  // Skips the rest of a refused body, so that the connection can be used again.
  request.resume();
}
