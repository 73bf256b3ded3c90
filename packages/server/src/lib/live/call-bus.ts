import { CloseServerError } from '../base/errors.ts';
import { settlesWithin } from '../base/settles-within.ts';

const limitMs = 10_000;

/**
 * Calls a bus and waits for it. A bus of the app that hangs must not hold a request.
 *
 * @throws CloseServerError `live_bus_unavailable` when the call fails, or after ten seconds.
 */
export async function callBus(call: () => void | Promise<void>): Promise<void> {
  try {
    const work = call();
    // Within this process a bus needs no time, and no timer.
    if (work === undefined) return;
    const settling = Promise.resolve(work);
    if (!(await settlesWithin(settling, limitMs))) throw new Error('The bus did not respond in ten seconds.');
    await settling;
  } catch (cause) {
    throw busFailed(cause);
  }
}

/** The error of a bus that fails. */
export function busFailed(cause: unknown): CloseServerError {
  return new CloseServerError('live_bus_unavailable', 'The live bus failed. See `cause`.', { cause });
}
