const startsAfterMs = 800;
const countedAfterMs = 1800;
const objectsPerSecond = 250;

/** How far an export is. */
export interface ExportProgress {
  readonly status: 'created' | 'started' | 'in_progress' | 'done';
  /** `null` until they are counted. */
  readonly total: number | null;
  readonly processed: number;
  /** How long before now it last moved. */
  readonly movedMs: number;
}

/** How far an export of so many objects is after a while. It waits, counts, works off 250 a second, and is done. */
export function exportProgress(total: number, elapsedMs: number): ExportProgress {
  if (elapsedMs < startsAfterMs) return { status: 'created', total: null, processed: 0, movedMs: elapsedMs };
  if (elapsedMs < countedAfterMs) {
    return { status: 'started', total: null, processed: 0, movedMs: elapsedMs - startsAfterMs };
  }
  const workedMs = elapsedMs - countedAfterMs;
  const doneMs = (total / objectsPerSecond) * 1000;
  if (workedMs >= doneMs) return { status: 'done', total, processed: total, movedMs: workedMs - doneMs };
  return {
    status: 'in_progress',
    total,
    processed: Math.floor((workedMs * objectsPerSecond) / 1000),
    movedMs: 0,
  };
}
