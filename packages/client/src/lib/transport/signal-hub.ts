import type { Call } from './call.ts';

/** The signals that end a call; absent ones are ignored. */
export type Signals = readonly (AbortSignal | undefined)[];

/** The calls that a signal ends. However many there are, the signal has one listener. */
interface Hub {
  readonly signal: AbortSignal;
  readonly calls: Set<Call>;
  /** Removes the listener, so that the platform can collect the signal. */
  readonly release: () => void;
}

/** The hub of the latest signal. Without calls it keeps its listener, because adding one costs as much as a call. */
let last: Hub | undefined;

/** Hubs with calls, apart from the last. */
const hubs = new Map<AbortSignal, Hub>();

/** Lets signals end a call, until {@link leaveSignals}. */
export function joinSignals(signals: Signals, call: Call): void {
  for (const signal of signals) {
    if (signal?.aborted) call.abort(signal.reason);
    else if (signal) (find(signal) ?? addHub(signal)).calls.add(call);
  }
}

/** Ends what {@link joinSignals} began. */
export function leaveSignals(signals: Signals, call: Call): void {
  for (const signal of signals) {
    const hub = signal && find(signal);
    if (!hub?.calls.delete(call) || hub.calls.size > 0 || hub === last) continue;
    hubs.delete(hub.signal);
    hub.release();
  }
}

function find(signal: AbortSignal): Hub | undefined {
  return last?.signal === signal ? last : hubs.get(signal);
}

function addHub(signal: AbortSignal): Hub {
  if (last?.calls.size === 0) last.release();
  else if (last) hubs.set(last.signal, last);
  const calls = new Set<Call>();
  const onAbort = (): void => {
    for (const call of calls) call.abort(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  last = { signal, calls, release: () => signal.removeEventListener('abort', onAbort) };
  return last;
}
