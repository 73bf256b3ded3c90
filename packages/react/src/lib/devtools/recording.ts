import type {
  CloseCallEvent,
  CloseCallStartEvent,
  CloseClientEvent,
  CloseErrorEvent,
  CloseRateLimitEvent,
  CloseRequestEvent,
  CloseResponseEvent,
  CloseRetryEvent,
} from '@closekit/client';
import type { CloseLiveEvent } from '../live/event.ts';

/** The newest entries of a log that are kept. */
export const mostEntries = 200;

/** One request of a call. */
export interface RecordedAttempt {
  readonly number: number;
  /** The status; `undefined` while there is no response. */
  readonly status?: number;
  readonly durationMs?: number;
  /** The code of the error, if there was no response. */
  readonly code?: string;
  /** The delay before the next attempt, in milliseconds. */
  readonly delayMs?: number;
}

/** A call and its requests. It has neither headers nor bodies, and no query. */
export interface RecordedCall {
  readonly number: number;
  readonly operation: string | undefined;
  readonly method: string;
  readonly path: string;
  readonly group: string;
  readonly startedAt: number;
  /** `waiting`: for the token, the rate limit or the next attempt. */
  readonly state: 'waiting' | 'sent' | 'succeeded' | 'failed';
  /** The code of the error of a failed call. */
  readonly code?: string;
  readonly attempts: readonly RecordedAttempt[];
}

/** The rate limit of a group of endpoints, as its last response stated it. */
export interface RecordedBudget {
  readonly group: string;
  readonly limit: number | undefined;
  readonly remaining: number | undefined;
  /** The time at which the window starts again. */
  readonly resetsAt: number | undefined;
  /** Number of responses with the status 429. */
  readonly refusals: number;
}

/** A live event and its arrival. */
export interface RecordedLiveEvent {
  readonly number: number;
  readonly at: number;
  readonly event: CloseLiveEvent;
}

/** An event of the token, and its time. */
export interface RecordedTokenEvent {
  readonly number: number;
  readonly at: number;
  readonly type: CloseClientEvent['type'];
}

/** Everything that is recorded of a client. Plain data, of limited size; the oldest entries come first. */
export interface Recording {
  readonly calls: readonly RecordedCall[];
  readonly budgets: readonly RecordedBudget[];
  readonly liveEvents: readonly RecordedLiveEvent[];
  readonly tokenEvents: readonly RecordedTokenEvent[];
}

/** An event of a call. */
export type CallEvent =
  | CloseCallStartEvent
  | CloseRequestEvent
  | CloseResponseEvent
  | CloseRetryEvent
  | CloseRateLimitEvent
  | CloseErrorEvent;

/** A recording without entries. */
export const emptyRecording: Recording = { calls: [], budgets: [], liveEvents: [], tokenEvents: [] };

/** Adds an event of a call. */
export function recordCallEvent(recording: Recording, event: CallEvent, now: number): Recording {
  if (event.type === 'rate-limit')
    return { ...recording, budgets: withBudget(recording.budgets, event, now) };
  const { calls } = recording;
  const known = calls.find(({ number }) => number === event.call);
  const next = withCallEvent(known ?? startCall(event, now), event);
  if (known === undefined) return { ...recording, calls: withEntry(calls, next) };
  return { ...recording, calls: calls.map((call) => (call === known ? next : call)) };
}

/** Adds an entry to a log, and drops the oldest one of a full log. */
export function withEntry<TEntry>(entries: readonly TEntry[], entry: TEntry): readonly TEntry[] {
  return [...entries.slice(1 - mostEntries), entry];
}

function startCall({ call, operation, method, path, group }: CloseCallEvent, now: number): RecordedCall {
  return { number: call, operation, method, path, group, startedAt: now, state: 'waiting', attempts: [] };
}

function withCallEvent(call: RecordedCall, event: Exclude<CallEvent, CloseRateLimitEvent>): RecordedCall {
  switch (event.type) {
    case 'call':
      return call;
    case 'request':
      return { ...call, state: 'sent', attempts: [...call.attempts, { number: event.attempt }] };
    case 'response': {
      const { status, durationMs } = event;
      // After a failure follow a retry, another token, or the error of the call.
      const state = status < 400 ? 'succeeded' : 'waiting';
      return { ...withLastAttempt(call, { status, durationMs }), state };
    }
    case 'retry': {
      const { error, delayMs } = event;
      return { ...withLastAttempt(call, { delayMs, ...codeOf(error) }), state: 'waiting' };
    }
    default: {
      const { error } = event;
      const isUnanswered = call.attempts.at(-1)?.status === undefined;
      return {
        ...(isUnanswered ? withLastAttempt(call, codeOf(error)) : call),
        state: 'failed',
        ...codeOf(error),
      };
    }
  }
}

/** Only the code: the message repeats what the server said. */
function codeOf(error: { readonly code: string } | undefined): { readonly code?: string } {
  return error ? { code: error.code } : {};
}

function withLastAttempt(call: RecordedCall, change: Partial<RecordedAttempt>): RecordedCall {
  const last = call.attempts.at(-1);
  if (last === undefined) return call;
  return { ...call, attempts: [...call.attempts.slice(0, -1), { ...last, ...change }] };
}

function withBudget(
  budgets: readonly RecordedBudget[],
  { group, limit, remaining, resetMs, limited }: CloseRateLimitEvent,
  now: number,
): readonly RecordedBudget[] {
  const known = budgets.find((budget) => budget.group === group);
  const budget = {
    group,
    limit: limit ?? known?.limit,
    remaining,
    resetsAt: resetMs === undefined ? undefined : now + resetMs,
    refusals: (known?.refusals ?? 0) + (limited ? 1 : 0),
  };
  return withEntry(
    budgets.filter((other) => other !== known),
    budget,
  );
}
