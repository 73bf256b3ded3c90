import type { Call, Reply } from './call.ts';
import type { TransportEnds } from './create-transport.ts';
import { joinSignals, leaveSignals } from './signal-hub.ts';
import type { Signals } from './signal-hub.ts';

/** Runs a call through the transport, until one of the signals aborts. */
export async function runCall(
  call: Call,
  transport: Pick<TransportEnds, 'run'>,
  signals: Signals,
): Promise<Reply> {
  const joined = joinSignals(signals, call);
  try {
    return await transport.run(call);
  } finally {
    leaveSignals(joined);
  }
}
