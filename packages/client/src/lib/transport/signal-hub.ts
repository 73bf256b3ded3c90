import type { Call } from './call.ts';

/** The signals that end a call; absent ones are ignored. */
export type Signals = readonly (AbortSignal | undefined)[];

/** The calls that a signal ends. However many there are, the signal has one listener. */
interface Hub {
  signal: AbortSignal;
  /** One of the calls, outside of the set, because most signals end one call at a time. */
  first: Call | undefined;
  readonly others: Set<Call>;
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
    else if (signal) join(last?.signal === signal ? last : switchTo(signal), call);
  }
}

/** Ends what {@link joinSignals} began. */
export function leaveSignals(signals: Signals, call: Call): void {
  for (const signal of signals) {
    const hub = signal && (last?.signal === signal ? last : hubs.get(signal));
    if (!hub) continue;
    if (hub.first === call) hub.first = undefined;
    else hub.others.delete(call);
    if (hub !== last && isIdle(hub)) {
      hubs.delete(hub.signal);
      unlisten(hub);
    }
  }
}

function join(hub: Hub, call: Call): void {
  if (hub.first) hub.others.add(call);
  else hub.first = call;
}

function isIdle({ first, others }: Hub): boolean {
  return !first && others.size === 0;
}

/** Makes the hub of a signal the last one. Without calls, the one before is used again. */
function switchTo(signal: AbortSignal): Hub {
  const before = last;
  if (before && isIdle(before)) unlisten(before);
  else if (before) hubs.set(before.signal, before);
  last = hubs.get(signal);
  if (last) hubs.delete(signal);
  else last = listen(before && isIdle(before) ? before : createHub(signal), signal);
  return last;
}

function createHub(signal: AbortSignal): Hub {
  const others = new Set<Call>();
  const hub: Hub = {
    signal,
    first: undefined,
    others,
    onAbort: () => {
      const { reason } = hub.signal;
      hub.first?.abort(reason);
      for (const call of others) call.abort(reason);
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
function unlisten({ signal, onAbort }: Hub): void {
  signal.removeEventListener('abort', onAbort);
}
