import { statusOf } from '../base/error-response.ts';
import type { CloseHandlerError } from '../base/errors.ts';
import type { CloseHandlerEvent, EventActor, HandlerOccurrence, HandlerRoute } from './handler-event.ts';

/** The part of the configuration that differs between requests. */
export interface RequestScope {
  /** `undefined` outside requests. */
  readonly requestId: string | undefined;
  readonly route: HandlerRoute | undefined;
  /** Calls `onEvent` with an event and the facts of the request. Never throws. */
  readonly emit: (occurrence: HandlerOccurrence) => void;
  /** Emits `refused` or `failed`. */
  readonly report: (error: CloseHandlerError) => void;
  /** Records whose session the request has, for later events. */
  readonly identify: (actor: EventActor) => void;
}

/** The request of a scope. */
export interface ScopedRequest {
  readonly requestId?: string | undefined;
  readonly route?: HandlerRoute | undefined;
}

/** The listener of the events, and the clock for their time. */
interface EventSink {
  readonly onEvent: ((event: CloseHandlerEvent) => unknown) | undefined;
  readonly now: () => number;
}

/** Expected errors that need no attention. */
const unreported: ReadonlySet<string> = new Set(['signed_out', 'aborted']);

/** Creates the part of a configuration that belongs to one request, or to none. */
export function createScope({ onEvent, now }: EventSink, request: ScopedRequest): RequestScope {
  const { requestId, route } = request;
  let actor: Partial<EventActor> = {};

  function emit(occurrence: HandlerOccurrence): void {
    if (onEvent === undefined) return;
    const { userId, organizationId } = actor;
    quietly(onEvent, { at: now(), requestId, route, userId, organizationId, ...occurrence });
  }

  return {
    requestId,
    route,
    emit,
    report(error) {
      if (unreported.has(error.code)) return;
      const status = statusOf(error);
      emit({ type: status < 500 ? 'refused' : 'failed', code: error.code, status, error });
    },
    identify({ userId, organizationId }) {
      actor = { userId, organizationId };
    },
  };
}

/** A listener that throws or rejects must not change the response, nor end the process. */
function quietly(listener: NonNullable<EventSink['onEvent']>, event: CloseHandlerEvent): void {
  try {
    Promise.resolve(listener(event)).catch(() => undefined);
  } catch {
    // An error of the listener itself cannot be reported.
  }
}
