import type { Call } from './call.ts';

/** The calls that a signal ends. However many there are, the signal has one listener. */
interface Hub {
  readonly signal: AbortSignal;
  readonly calls: Set<Call>;
  readonly onAbort: () => void;
}

const hubs = new WeakMap<AbortSignal, Hub>();

/** Hubs that may be without calls. They keep their listener for a moment: adding one costs more than a call. */
const idle = new Set<Hub>();
const sweepMs = 1_000;

/** Lets a signal end a call, until {@link leaveSignal}. */
export function joinSignal(signal: AbortSignal, call: Call): void {
  if (signal.aborted) return call.abort(signal.reason);
  let hub = hubs.get(signal);
  if (!hub) hubs.set(signal, (hub = createHub(signal)));
  hub.calls.add(call);
}

/** Ends what {@link joinSignal} began. */
export function leaveSignal(signal: AbortSignal, call: Call): void {
  const hub = hubs.get(signal);
  if (!hub?.calls.delete(call) || hub.calls.size > 0 || signal.aborted) return;
  if (idle.size === 0) {
    const timer: unknown = setTimeout(sweep, sweepMs);
    // In Node the timer must not keep the process alive.
    if (typeof timer === 'object' && timer && 'unref' in timer && typeof timer.unref === 'function')
      timer.unref();
  }
  idle.add(hub);
}

/** Removes the listeners of signals without calls, so that the platform can collect them. */
function sweep(): void {
  for (const hub of idle) {
    if (hub.calls.size > 0) continue;
    hub.signal.removeEventListener('abort', hub.onAbort);
    hubs.delete(hub.signal);
  }
  idle.clear();
}

function createHub(signal: AbortSignal): Hub {
  const calls = new Set<Call>();
  const onAbort = (): void => {
    for (const call of calls) call.abort(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return { signal, calls, onAbort };
}
