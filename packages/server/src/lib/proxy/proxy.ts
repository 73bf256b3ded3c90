import { admit } from '../admission/admit.ts';
import type { Target } from '../admission/target.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { readBody } from '../guard/read-body.ts';
import { createCallTokens } from './call-tokens.ts';
import { toBrowserHeaders, toUpstreamHeaders } from './forwarded-headers.ts';
import { sendUpstream } from './send-upstream.ts';

/** `api/v1/…`: forwards one call to Close with the session's token. */
export async function proxy(config: HandlerConfig, request: Request, target: Target): Promise<Response> {
  const { method, path, grant } = await admit(config, request, target);
  const call = {
    url: config.apiOrigin + path,
    method,
    headers: toUpstreamHeaders(request),
    body:
      method === 'GET'
        ? undefined
        : await readBody(request, { maxBytes: config.maxBodyBytes, timeoutMs: config.bodyTimeoutMs }),
    signal: request.signal,
  };
  const tokens = createCallTokens(config, grant, request);
  for (;;) {
    const response = await sendUpstream(config, { ...call, token: await tokens.next() });
    if (tokens.accepts(response.status)) return toBrowserResponse(response);
    await response.body?.cancel().catch(() => undefined);
  }
}

function toBrowserResponse(upstream: Response): Response {
  const { status, headers } = upstream;
  // The body is streamed. With 204 and 205, `Response` refuses even an empty stream.
  const body = status === 204 || status === 205 ? null : upstream.body;
  return new Response(body, { status, headers: toBrowserHeaders((name) => headers.get(name)) });
}
