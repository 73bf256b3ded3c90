/**
 * Calls a listener. Its error ends neither the work that it listens to nor the process: it is reported as the
 * platform reports those of event listeners, or printed, as Node has no `reportError`.
 */
export function callListener<Event>(listener: (event: Event) => unknown, event: Event): void {
  try {
    const result = listener(event);
    if (result instanceof Promise) result.catch(report);
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  if (typeof reportError === 'function') return reportError(error);
  // oxlint-disable-next-line no-console -- an error that is only thrown would end the process
  console.error(error);
}
