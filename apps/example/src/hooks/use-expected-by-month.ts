import type { PipelineStatus } from '@closekit/client/models';
import { useCloseQueries } from '@closekit/react';

export interface ExpectedMonth {
  /** The first day, as `2027-01-01`. */
  readonly month: string;
  readonly count: number | undefined;
  /** A year's worth of what is expected to be won then, in cents. */
  readonly value: number;
  /** The same, each opportunity weighted with its chance. */
  readonly expected: number;
}

const shown = 6;

/** What the open stages promise for this month and those after it. Close adds it up. */
export function useExpectedByMonth(stages: readonly PipelineStatus[]): readonly ExpectedMonth[] {
  const open = stages.filter(({ type }) => type === 'active').map(({ id }) => id);
  const months = Array.from({ length: shown }, (_, index) => firstDay(index));
  const results = useCloseQueries((read) =>
    months.map((month, index) =>
      read.opportunities.list({
        status_id__in: open,
        date_won__gte: month,
        date_won__lt: firstDay(index + 1),
        _limit: 1,
      }),
    ),
  );
  return months.map((month, index) => {
    const page = results[index]?.data;
    return {
      month,
      count: page?.total_results,
      value: page?.total_value_annualized ?? 0,
      expected: page?.expected_value_annualized ?? 0,
    };
  });
}

/** The first day of the month that many months from now. */
function firstDay(monthsAhead: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() + monthsAhead, 1)).toISOString().slice(0, 10);
}
