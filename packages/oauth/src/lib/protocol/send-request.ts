import { allowInsecureRequests, customFetch } from 'oauth4webapi';
import { longestTimerMs } from '../base/sleep.ts';
import type { ClientConfig } from './client-config.ts';

/** A reply whose body was read to the end. */
export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The options of every request made through oauth4webapi. */
export interface RequestOptions {
  readonly signal: AbortSignal;
  readonly [customFetch]: (url: string, init: object) => Promise<Response>;
  readonly [allowInsecureRequests]: true;
}

// No reply with tokens is near that long. What has arrived is read; the deadline ends the rest.
const longestText = 1_000_000;

/**
 * Sends one request and reads the whole reply, both before the same deadline.
 *
 * @param config - The transport and its time limit.
 * @param send - Makes the request with the options it is given.
 * @returns Status, headers and text.
 * @throws Error from the transport, or the deadline's `TimeoutError`.
 */
export async function sendRequest(
  config: Pick<ClientConfig, 'fetch' | 'timeoutMs'>,
  send: (options: RequestOptions) => Promise<Response>,
): Promise<Reply> {
  const { timeoutMs = 10_000 } = config;
  // A fraction is refused.
  const signal = AbortSignal.timeout(Math.min(Math.ceil(timeoutMs), longestTimerMs));
  const options: RequestOptions = {
    signal,
    [customFetch]: (url, init) => (config.fetch ?? globalThis.fetch)(url, init),
    // The metadata was checked before: what is not https is on this machine.
    [allowInsecureRequests]: true,
  };
  return beforeDeadline(readReply(send(options)), signal);
}

/** Rebuilds a response for oauth4webapi to judge; a body may be read only once. */
export function toResponse(reply: Reply): Response {
  const { status, headers, text } = reply;
  const bodyless = status === 204 || status === 205 || status === 304;
  return new Response(bodyless ? null : text, { status, headers });
}

async function readReply(sent: Promise<Response>): Promise<Reply> {
  const response = await sent;
  return { status: response.status, headers: response.headers, text: await readText(response) };
}

// A connection that breaks behind a pair of tokens must not take the pair with it.
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

// A transport that ignores its signal must not hold a refresh for ever.
function beforeDeadline<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      const timeout: Error = signal.reason;
      // A transport that heeds its signal first gives what has arrived.
      setTimeout(() => reject(timeout), 0);
    };
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
