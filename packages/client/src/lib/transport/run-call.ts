import type { Call, Reply } from './call.ts';
import type { Transport } from './create-transport.ts';
import { joinSignal, leaveSignal } from './signal-hub.ts';

/** Runs a call through the transport, until one of the signals aborts. */
export async function runCall(
  call: Call,
  transport: Transport,
  signals: readonly (AbortSignal | undefined)[],
): Promise<Reply> {
  for (const signal of signals) if (signal) joinSignal(signal, call);
  try {
    return await transport.run(call);
  } finally {
    for (const signal of signals) if (signal) leaveSignal(signal, call);
  }
}
