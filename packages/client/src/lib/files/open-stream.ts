import type { Clock } from '../base/clock.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import { Call } from '../transport/call.ts';
import type { CallRequest } from '../transport/call.ts';
import type { TransportEnds } from '../transport/create-transport.ts';
import { runCall } from '../transport/run-call.ts';
import { guardBody } from './guard-body.ts';
import type { StreamSettings } from './stream-options.ts';

/** A response whose body is not read yet, unless it failed. */
export interface OpenStream {
  readonly call: Call;
  readonly response: Response;
  /** The body of a response that is not ok. */
  readonly text: string;
  /** The error of a response that is not ok, when a layer has created it. */
  readonly error?: CloseApiError | undefined;
}

/** The transport of a stream. */
export interface StreamTransport {
  readonly transport: Pick<TransportEnds, 'run'>;
  readonly clock: Clock;
}

/**
 * Sends a request, and returns as soon as an ok response begins; any other is read. The limits of the request
 * cover this part. The body has its own: see {@link guardBody}.
 *
 * @throws CloseApiError when there is no response.
 */
export async function openStream(
  request: CallRequest,
  { transport, clock }: StreamTransport,
  settings: StreamSettings,
): Promise<OpenStream> {
  let controller: AbortController | undefined;
  const call = new Call({ ...request, read: readHead }, clock);
  async function readHead(response: Response): ReturnType<NonNullable<CallRequest['read']>> {
    controller = call.controller;
    return { response, text: response.ok ? '' : await response.text() };
  }
  const { response, text, error } = await runCall(call, transport, settings.signals);
  if (!response.ok) return { call, response, text, error };
  // The transport has ended the attempt, but its body goes on.
  call.controller = controller;
  call.ended = undefined;
  const body = response.body && guardBody(response, call, settings);
  return { call, response: new Response(body, { status: response.status, headers: own(response) }), text };
}

/**
 * Returns the response of a stream.
 *
 * @throws CloseApiError when it is not ok.
 */
export function unwrapStream({ call, response, text, error }: OpenStream, now: () => number): Response {
  if (response.ok) return response;
  throw error ?? toResponseError(response, text, { ...call.facts(), now: now() });
}

/** Headers that concern the connection, or a coding that the platform has removed. */
const hopHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'content-encoding', 'set-cookie'];

/** The headers of a response that an app may return as its own. */
function own({ headers: given }: Response): Headers {
  const headers = new Headers(given);
  if (headers.has('content-encoding')) headers.delete('content-length');
  for (const name of hopHeaders) headers.delete(name);
  return headers;
}
