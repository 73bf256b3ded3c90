import type { Call } from './call.ts';

/** The signals that end a call; absent ones are ignored. */
export type Signals = readonly (AbortSignal | undefined)[];

/** The calls that a signal ends. However many there are, the signal has one listener. */
interface Hub {
  signal: AbortSignal;
  readonly calls: Set<Call>;
  readonly onAbort: () => void;
}

/** The hubs of signals with calls, apart from `last`. */
const hubs = new Map<AbortSignal, Hub>();

/**
 * The hub that was joined last. Without calls it keeps its listener, because adding one costs as much as a call,
 * until another signal takes the hub over.
 */
let last: Hub | undefined;

/** Lets signals end a call, until {@link leaveSignals}. */
export function joinSignals(signals: Signals, call: Call): void {
  for (const signal of signals) {
    if (signal?.aborted) call.abort(signal.reason);
    else if (signal) hubOf(signal).calls.add(call);
  }
}

/** Ends what {@link joinSignals} began. */
export function leaveSignals(signals: Signals, call: Call): void {
  for (const signal of signals) {
    if (!signal) continue;
    const hub = last?.signal === signal ? last : hubs.get(signal);
    if (!hub?.calls.delete(call) || hub === last || hub.calls.size > 0) continue;
    hubs.delete(signal);
    unlisten(hub);
  }
}

/** Returns the hub of a signal, and makes it the last one. */
function hubOf(signal: AbortSignal): Hub {
  if (last?.signal === signal) return last;
  const idle = retire(last);
  const hub = hubs.get(signal) ?? listen(idle ?? createHub(signal), signal);
  hubs.delete(signal);
  return (last = hub);
}

/** Stores a hub that has calls. Returns one without calls, which the platform need not create again. */
function retire(hub: Hub | undefined): Hub | undefined {
  if (!hub) return undefined;
  if (hub.calls.size === 0) return unlisten(hub);
  hubs.set(hub.signal, hub);
  return undefined;
}

function createHub(signal: AbortSignal): Hub {
  const calls = new Set<Call>();
  const hub: Hub = {
    signal,
    calls,
    onAbort: () => {
      for (const call of calls) call.abort(hub.signal.reason);
    },
  };
  return hub;
}

function listen(hub: Hub, signal: AbortSignal): Hub {
  hub.signal = signal;
  signal.addEventListener('abort', hub.onAbort, { once: true });
  return hub;
}

/** Removes the listener of a signal without calls, so that the platform can collect the signal. */
function unlisten(hub: Hub): Hub {
  hub.signal.removeEventListener('abort', hub.onAbort);
  return hub;
}
