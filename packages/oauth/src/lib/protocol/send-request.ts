import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { longestTimerMs } from '../base/sleep.ts';
import { untilAborted } from '../base/until-aborted.ts';
import type { ClientConfig } from './client-config.ts';

/** An HTTP response with its complete body. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The options of every request through oauth4webapi. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  readonly [customFetch]: (url: string, init: object) => Promise<Response>;
  readonly [allowInsecureRequests]: true;
}

// Much longer than any token response. The rest of a longer body is not read.
const longestText = 1_000_000;

/**
 * Sends one request and reads the response. One time limit bounds both.
 *
 * @throws Error of the transport, or a `TimeoutError`.
 */
export async function sendRequest(
  config: Pick<ClientConfig, 'fetch' | 'timeoutMs' | 'signal'>,
  send: (options: RequestOptions) => Promise<Response>,
): Promise<ReceivedResponse> {
  const { timeoutMs = 10_000 } = config;
  // `AbortSignal.timeout` refuses fractions.
  const signal = config.signal ?? AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), longestTimerMs));
  const options: RequestOptions = {
    signal,
    [customFetch]: (url, init) => (config.fetch ?? globalThis.fetch)(url, init),
    // The metadata was checked: only hosts of this machine may use http.
    [allowInsecureRequests]: true,
  };
  // A transport may ignore its signal. One that heeds it may still return the part of the body that has
  // arrived.
  return untilAborted(readResponse(send(options)), signal, (reject) => {
    setTimeout(() => reject(signal.reason), 0);
  });
}

/** Creates a `Response` for oauth4webapi; the body of the original was read. */
export function toResponse(response: ReceivedResponse): Response {
  const { status, headers, text } = response;
  const bodyless = status === 204 || status === 205 || status === 304;
  return new Response(bodyless ? null : text, { status, headers });
}

async function readResponse(sent: Promise<Response>): Promise<ReceivedResponse> {
  const response = await sent;
  return { status: response.status, headers: response.headers, text: await readText(response) };
}

// When the connection breaks after the tokens, the tokens must not be lost.
async function readText(response: Response): Promise<string> {
  if (response.body === null) return response.text();
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  try {
    let part = await reader.read();
    while (!part.done && text.length < longestText) {
      text += decoder.decode(part.value, { stream: true });
      part = await reader.read();
    }
  } catch (error) {
    if (text === '') throw error;
  }
  return text + decoder.decode();
}
