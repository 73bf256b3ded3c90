import { NodeRequest } from 'srvx/node';
import { admit } from '../admission/admit.ts';
import type { Target } from '../admission/target.ts';
import { toHandlerError } from '../base/errors.ts';
import { forRequest } from '../config/for-request.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { requestIdOf } from '../guard/request-id.ts';
import type { CallRequest } from '../guard/to-call.ts';
import { createCallTokens } from '../proxy/call-tokens.ts';
import { acceptedCodings } from './accepted-codings.ts';
import type { UndiciDispatcher } from './dispatcher.ts';
import { sendCall } from './exchange.ts';
import { readNodeBody } from './read-node-body.ts';
import { toNodeHeaders } from './to-node-headers.ts';
import { writeError } from './write-error.ts';
import type { NodeExchange } from './write-error.ts';

/** An API call as it arrives at Node. */
export interface NodeCall extends NodeExchange {
  readonly target: Target;
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
    writeError(call, error, requestId);
  }
}

async function forward(
  config: HandlerConfig,
  dispatcher: UndiciDispatcher,
  { view, request, response, target, requestId }: ScopedCall,
): Promise<void> {
  const { method, path, grant } = await admit(config, view, target);
  const options = {
    origin: config.apiOrigin,
    path,
    method,
    body: method === 'GET' ? null : await readNodeBody(config, request, view),
    // The exchange has its own timer.
    headersTimeout: 0,
  };
  const accepted = acceptedCodings(view.headers.get('accept-encoding'));
  const headers = toNodeHeaders(view, accepted);
  const tokens = createCallTokens(config, grant, view);
  const side = { response, accepted, requestId };
  const exchange = { dispatcher, options, tokens, side, timeoutMs: config.timeoutMs };
  while (!(await sendCall(exchange, { ...headers, authorization: `Bearer ${await tokens.next()}` })));
}
