import { watch } from '@closekit/client';
import type { CloseClient, CloseClientEvent } from '@closekit/client';
import { scopeOf } from '../auth/state.ts';
import type { AuthStore } from '../auth/store.ts';
import { getOrCreate } from '../base/get-or-create.ts';
import type { LiveConnection } from '../live/connection.ts';
import type { CloseLiveEvent } from '../live/event.ts';
import { emptyRecording, recordCallEvent, withEntry } from './recording.ts';
import type { CallEvent, Recording } from './recording.ts';

const recorders = new WeakMap<CloseClient, Recorder>();

/** Returns the recorder of a client; it records from `start` on. */
export function recorderOf(client: CloseClient, now: () => number = Date.now): Recorder {
  return getOrCreate(recorders, client, () => new Recorder(client, now));
}

/**
 * Records what a client sends and receives, in the shape of `useSyncExternalStore`. Once started it lives as long as
 * its client: a panel that is opened again shows what has happened since.
 */
export class Recorder {
  readonly #client: CloseClient;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  readonly #followed = new WeakSet<LiveConnection | AuthStore>();
  #isStarted = false;
  #isScheduled = false;
  #number = 0;
  /** The number of the newest call. */
  #lastCall = 0;
  /** The newest call that was removed: later events of it, and of older ones, are not recorded. */
  #lastRemoved = 0;
  #recording = emptyRecording;
  #published = emptyRecording;

  constructor(client: CloseClient, now: () => number) {
    this.#client = client;
    this.#now = now;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly getSnapshot = (): Recording => this.#published;

  /** Starts recording. Later calls change nothing. */
  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const record = (event: CallEvent): void => this.#addCallEvent(event);
    watch(this.#client, {
      onCall: record,
      onRequest: record,
      onResponse: record,
      onRetry: record,
      onRateLimit: record,
      onError: record,
    });
    this.#client.subscribe((event) => this.#addTokenEvent(event));
  }

  /** Records the events of a live connection as well. It opens no stream. */
  follow(live: LiveConnection): void {
    if (this.#followed.has(live)) return;
    this.#followed.add(live);
    live.subscribe((event) => event && this.#addLiveEvent(event));
  }

  /** Removes all entries when the page leaves its scope: the next one may belong to another user. */
  followScope(auth: AuthStore): void {
    if (this.#followed.has(auth)) return;
    this.#followed.add(auth);
    auth.guard((left) => {
      if (left !== undefined && left !== scopeOf(auth.getSnapshot())) this.clear();
    });
  }

  /** Removes all entries. */
  readonly clear = (): void => {
    this.#lastRemoved = this.#lastCall;
    this.#set(emptyRecording);
  };

  #addCallEvent(event: CallEvent): void {
    if (event.call <= this.#lastRemoved) return;
    this.#lastCall = Math.max(this.#lastCall, event.call);
    this.#set(recordCallEvent(this.#recording, event, this.#now()));
  }

  #addTokenEvent({ type }: CloseClientEvent): void {
    const entry = { number: this.#next(), at: this.#now(), type };
    this.#set({ ...this.#recording, tokenEvents: withEntry(this.#recording.tokenEvents, entry) });
  }

  #addLiveEvent(event: CloseLiveEvent): void {
    const entry = { number: this.#next(), at: this.#now(), event };
    this.#set({ ...this.#recording, liveEvents: withEntry(this.#recording.liveEvents, entry) });
  }

  #next(): number {
    this.#number += 1;
    return this.#number;
  }

  #set(recording: Recording): void {
    this.#recording = recording;
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // Later: a component that suspends sends its call while React renders.
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#published = this.#recording;
      for (const listener of this.#listeners) listener();
    });
  }
}
