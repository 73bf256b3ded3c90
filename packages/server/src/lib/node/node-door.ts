import type { IncomingMessage, ServerResponse } from 'node:http'; // oxlint-disable-line no-restricted-imports -- behind the door ./node
import { NodeRequest } from 'srvx/node';
import { admit } from '../admission/admit.ts';
import { isApiCall, parseNormalUrl } from '../admission/target.ts';
import type { Target } from '../admission/target.ts';
import { toErrorAnswer } from '../base/error-response.ts';
import { toHandlerError } from '../base/errors.ts';
import type { CloseHandlerError } from '../base/errors.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { readBody } from '../guard/read-body.ts';
import { createCallTokens } from '../proxy/call-tokens.ts';
import { toUpstreamHeaders } from '../proxy/forwarded-headers.ts';
import { acceptedCodings } from './accepted-codings.ts';
import type { UndiciDispatcher } from './dispatcher.ts';
import { sendCall } from './exchange.ts';

/** An API call as it arrives at Node. */
export interface NodeSide {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
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

/** Forwards one API call to Close, without web streams. Responds to every call and never rejects. */
export async function forwardCall(
  config: HandlerConfig,
  dispatcher: UndiciDispatcher,
  call: NodeSide & { readonly target: Target },
): Promise<void> {
  try {
    await forward(config, dispatcher, call);
  } catch (thrown) {
    const error = toHandlerError(thrown);
    config.report(error);
    respondWithError(call, error);
  }
}

async function forward(
  config: HandlerConfig,
  dispatcher: UndiciDispatcher,
  { request, response, target }: NodeSide & { readonly target: Target },
): Promise<void> {
  // Reads headers as the fetch handler does, and everything else only when it is needed.
  const view = new NodeRequest({ req: request, res: response });
  const { method, path, grant } = await admit(config, view, target);
  const options = {
    origin: config.apiOrigin,
    path,
    method,
    body:
      method === 'GET'
        ? null
        : ((await readBody(view, config.maxBodyBytes, chunksOf(request, view))) ?? null),
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
  const call = { dispatcher, options, tokens, accepted, timeoutMs: config.timeoutMs, response };
  while (!(await sendCall(call, { ...headers, authorization: `Bearer ${await tokens.next()}` })));
}

/**
 * The chunks of a request body. Stopping at the limit must not destroy the connection, which the response
 * needs. `body` knows why a body that other code has read cannot be read again.
 */
function chunksOf(request: IncomingMessage, view: Request): AsyncIterable<Uint8Array> | null {
  const isUntouched = !('rawBody' in request || request.readableDidRead || request.destroyed);
  return isUntouched ? request.iterator({ destroyOnReturn: false }) : view.body;
}

function respondWithError({ request, response }: NodeSide, error: CloseHandlerError): void {
  const { status, headers, body } = toErrorAnswer(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
  // Skips the rest of a refused body, so that the connection can be used again.
  request.resume();
}
