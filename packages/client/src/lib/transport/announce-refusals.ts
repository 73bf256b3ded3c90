import { isCloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import type { Call, Outcome } from './call.ts';
import type { ClientEvents } from './client-events.ts';

/** Settings of {@link announceRefusals}. */
export interface RefusalSettings {
  readonly events: ClientEvents;
  /** The time in milliseconds since 1970. */
  readonly now: () => number;
}

/** Observes how calls fail, and announces that their credential was finally refused. */
export function announceRefusals({ events, now }: RefusalSettings): (call: Call, outcome: Outcome) => void {
  return (call, { reply, error: thrown }) => {
    const isRefused = reply && [401, 409].includes(reply.response.status) && !reply.isReplaced;
    const error = isRefused
      ? toResponseError(reply.response, reply.text, { ...call.facts(), now: now() })
      : thrown;
    if (!isCloseApiError(error)) return;
    if (!isRefused && error.code !== 'reauthorization_required') return;
    const isSwitch = error.backendCode === 'organization_changed';
    // Any other 409 concerns the caller.
    if (isSwitch || error.status !== 409)
      events.emit({ type: isSwitch ? 'organization-changed' : 'unauthorized', error });
  };
}
