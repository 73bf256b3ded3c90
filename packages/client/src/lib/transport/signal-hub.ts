import type { Call } from './call.ts';

/** The calls that a signal ends. However many there are, the signal has one listener. */
interface Hub {
  readonly calls: Set<Call>;
  readonly onAbort: () => void;
}

const hubs = new WeakMap<AbortSignal, Hub>();

/** Lets a signal end a call, until {@link leaveSignal}. */
export function joinSignal(signal: AbortSignal, call: Call): void {
  if (signal.aborted) return call.abort(signal.reason);
  let hub = hubs.get(signal);
  if (!hub) hubs.set(signal, (hub = createHub(signal)));
  if (hub.calls.size === 0) signal.addEventListener('abort', hub.onAbort);
  hub.calls.add(call);
}

/** Ends what {@link joinSignal} began. A signal without calls has no listener, so that it can be collected. */
export function leaveSignal(signal: AbortSignal, call: Call): void {
  const hub = hubs.get(signal);
  if (hub?.calls.delete(call) && hub.calls.size === 0) signal.removeEventListener('abort', hub.onAbort);
}

function createHub(signal: AbortSignal): Hub {
  const calls = new Set<Call>();
  return {
    calls,
    onAbort: () => {
      for (const call of calls) call.abort(signal.reason);
    },
  };
}
