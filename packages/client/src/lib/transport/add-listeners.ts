import { callListener } from '../base/call-listener.ts';
import { announceRefusals } from './announce-refusals.ts';
import type { CloseClientEvent, CloseClientListener, Observer } from './client-events.ts';

/** Gives an observer its listeners. `now` returns the time in milliseconds since 1970. */
export function addListeners(observer: Observer, now: () => number): NonNullable<Observer['subscribe']> {
  const listeners = new Set<{ readonly call: CloseClientListener }>();
  const emit = (event: CloseClientEvent): void => {
    for (const listener of listeners) callListener(listener.call, event);
  };
  const subscribe = (listener: CloseClientListener): (() => void) => {
    const entry = { call: listener };
    listeners.add(entry);
    return () => void listeners.delete(entry);
  };
  Object.assign(observer, { emit, onFailure: announceRefusals(emit, now), subscribe });
  return subscribe;
}
