import type { JobRow } from '../../model/rows/job-row.ts';

export function renderJob({ kind: _kind, run: _run, own, ...shared }: JobRow): object {
  return { ...shared, ...own };
}
