import type { CloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import { announceError } from './announce.ts';
import type { Audience } from './announce.ts';
import type { Call, Reply } from './call.ts';
import type { Next } from './layers.ts';
import { joinSignal, leaveSignal } from './signal-hub.ts';

/** Where calls run. */
export interface Runner extends Audience {
  readonly transport: Next;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** A response and its body; with an error when it is not ok. */
export interface FinalReply extends Reply {
  readonly error?: CloseApiError;
}

/** Runs a call through the transport, until one of the signals aborts, and announces its failure. */
export async function runCall(
  call: Call,
  { transport, events, now }: Runner,
  signals: readonly (AbortSignal | undefined)[],
): Promise<FinalReply> {
  for (const signal of signals) if (signal) joinSignal(signal, call);
  try {
    const reply = await transport(call);
    const { response, text } = reply;
    if (response.ok) return reply;
    const error = toResponseError(response, text, { ...call.facts(), now: now() });
    announceError(call, error, events);
    return { response, text, error };
  } catch (error) {
    announceError(call, error, events);
    throw error;
  } finally {
    for (const signal of signals) if (signal) leaveSignal(signal, call);
  }
}
