import type { Call, Reply } from './call.ts';
import type { Next } from './layers.ts';
import { joinSignal, leaveSignal } from './signal-hub.ts';

/** Runs a call through the transport, until one of the signals aborts. */
export function runCall(
  call: Call,
  transport: Next,
  signals: readonly (AbortSignal | undefined)[],
): Promise<Reply> {
  return signals.some(Boolean) ? runUntil(call, transport, signals) : transport(call);
}

async function runUntil(
  call: Call,
  transport: Next,
  signals: readonly (AbortSignal | undefined)[],
): Promise<Reply> {
  for (const signal of signals) if (signal) joinSignal(signal, call);
  try {
    return await transport(call);
  } finally {
    for (const signal of signals) if (signal) leaveSignal(signal, call);
  }
}
