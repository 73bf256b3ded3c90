const startsAfterMs = 800;
const countedAfterMs = 1800;
const objectsPerSecond = 250;

/** The progress of an export. */
export interface ExportProgress {
  readonly status: 'created' | 'started' | 'in_progress' | 'done';
  /** Number of objects; `null` until they are counted. */
  readonly total: number | null;
  readonly processed: number;
  /** Time since the last progress, in milliseconds. */
  readonly movedMs: number;
}

/** Computes the progress from the elapsed time: wait, count, then process 250 objects a second. */
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
