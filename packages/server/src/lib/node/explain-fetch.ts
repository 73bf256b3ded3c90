let isExplained = false;

/** Says once per process why API calls cost more than they could. */
export function explainFetch(reason: string): void {
  if (isExplained) return;
  isExplained = true;
  process.emitWarning(`toNodeListener sends API calls with fetch: ${reason}`, {
    type: 'CloseKit',
    code: 'CLOSEKIT_FETCH',
  });
}
