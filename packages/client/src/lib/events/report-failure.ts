/**
 * Reports the error of a listener, as the platform does for those of event listeners. Node has no
 * `reportError`, and an uncaught error would end the process: there it is printed.
 */
export function reportFailure(error: unknown): void {
  if (typeof reportError === 'function') return reportError(error);
  // oxlint-disable-next-line no-console -- neither the call nor the process may end because of a listener
  console.error(error);
}
