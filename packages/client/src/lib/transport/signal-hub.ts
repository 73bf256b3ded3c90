import type { Call } from './call.ts';

/** The signals that end a call; absent ones are ignored. */
export type Signals = readonly (AbortSignal | undefined)[];

/** The calls that a signal ends. However many there are, the signal has one listener. */
interface Hub {
  readonly members: Member[];
  /** Removes the listener, so that the platform can collect the signal. */
  readonly release: () => void;
}

/** A call that a signal ends. */
interface Member {
  readonly call: Call;
  readonly hub: Hub;
  /** Its place among the members: a `Set` takes four times as long to add and delete a call. */
  index: number;
}

/** The part of a call in its signals, from {@link joinSignals} to {@link leaveSignals}. */
export type Membership = readonly Member[];

const hubs = new Map<AbortSignal, Hub>();

/** The last hub that lost all its calls. It keeps its listener, because adding one costs as much as a call. */
let idle: Hub | undefined;

/** Lets signals end a call, until {@link leaveSignals}. */
export function joinSignals(signals: Signals, call: Call): Membership {
  const joined: Member[] = [];
  for (const signal of signals) {
    if (signal?.aborted) call.abort(signal.reason);
    else if (signal) {
      const hub = hubs.get(signal) ?? addHub(signal);
      const member = { call, hub, index: hub.members.length };
      hub.members.push(member);
      joined.push(member);
    }
  }
  return joined;
}

/** Ends what {@link joinSignals} began. A second time does nothing. */
export function leaveSignals(joined: Membership): void {
  for (const member of joined) {
    const { index, hub } = member;
    const { members } = hub;
    if (members[index] !== member) continue;
    // The last one takes its place.
    const last = members.at(-1) ?? member;
    last.index = index;
    members[index] = last;
    members.pop();
    if (members.length === 0) {
      if (idle !== hub && idle?.members.length === 0) idle.release();
      idle = hub;
    }
  }
}

function addHub(signal: AbortSignal): Hub {
  const onAbort = (): void => {
    for (const { call } of hub.members.splice(0)) call.abort(signal.reason);
    hubs.delete(signal);
  };
  const hub: Hub = {
    members: [],
    release() {
      signal.removeEventListener('abort', onAbort);
      hubs.delete(signal);
    },
  };
  signal.addEventListener('abort', onAbort, { once: true });
  hubs.set(signal, hub);
  return hub;
}
