import type { JobRow } from '../../model/rows/job-row.ts';

/** Renders a bulk action. */
export function renderJob({ kind: _kind, run: _run, own, ...shared }: JobRow): object {
  return { ...shared, ...own };
}
