import { isCloseApiError } from '../errors/close-api-error.ts';
import type { CloseApiError } from '../errors/close-api-error.ts';
import { toResponseError } from '../errors/response-error.ts';
import type { Call, Outcome } from './call.ts';
import type { Observer } from './client-events.ts';

/** Returns an observer of failures that announces when a credential was finally refused. */
export function announceRefusals(
  emit: NonNullable<Observer['emit']>,
  now: () => number,
): NonNullable<Observer['onFailure']> {
  return (call, outcome) => {
    const error = toRefusal(call, outcome, now);
    if (!error) return;
    const isSwitch = error.backendCode === 'organization_changed';
    // Any other 409 concerns the caller.
    if (isSwitch || error.status !== 409)
      emit({ type: isSwitch ? 'organization-changed' : 'unauthorized', error });
  };
}

function toRefusal(call: Call, { reply, error }: Outcome, now: () => number): CloseApiError | undefined {
  if (!reply) return isCloseApiError(error) && error.code === 'reauthorization_required' ? error : undefined;
  const { response, text, isReplaced } = reply;
  if (isReplaced || (response.status !== 401 && response.status !== 409)) return undefined;
  return toResponseError(response, text, { ...call.facts(), now: now() });
}
