import type { Call } from './call.ts';

/** The calls that a signal ends. However many there are, the signal has one listener. */
interface Hub {
  readonly signal: AbortSignal;
  readonly calls: Set<Call>;
  readonly onAbort: () => void;
}

const hubs = new WeakMap<AbortSignal, Hub>();

/** The last signal without calls keeps its listener, because adding one costs as much as a call. */
let last: Hub | undefined;

/** Lets a signal end a call, until {@link leaveSignal}. */
export function joinSignal(signal: AbortSignal, call: Call): void {
  if (signal.aborted) return call.abort(signal.reason);
  let hub = hubOf(signal);
  if (!hub) hubs.set(signal, (hub = createHub(signal)));
  hub.calls.add(call);
}

/** Ends what {@link joinSignal} began. */
export function leaveSignal(signal: AbortSignal, call: Call): void {
  const hub = hubOf(signal);
  if (!hub?.calls.delete(call) || hub.calls.size > 0 || hub === last) return;
  if (last?.calls.size === 0) release(last);
  last = hub;
}

function hubOf(signal: AbortSignal): Hub | undefined {
  return last?.signal === signal ? last : hubs.get(signal);
}

/** Removes the listener of a signal without calls, so that the platform can collect the signal. */
function release({ signal, onAbort }: Hub): void {
  signal.removeEventListener('abort', onAbort);
  hubs.delete(signal);
}

function createHub(signal: AbortSignal): Hub {
  const calls = new Set<Call>();
  const onAbort = (): void => {
    for (const call of calls) call.abort(signal.reason);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  return { signal, calls, onAbort };
}
