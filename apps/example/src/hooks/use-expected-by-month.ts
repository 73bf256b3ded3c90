import type { PipelineStatus } from '@closekit/client/models';
import { useCloseQueries } from '@closekit/react';

export interface ExpectedMonth {
  /** The first day, as `2027-01-01`. */
  readonly month: string;
  readonly count: number | undefined;
  /** Annualized value of the opportunities expected to be won in this month, in cents. */
  readonly value: number;
  /** The same, weighted by the confidence of each opportunity. */
  readonly expected: number;
}

const shown = 6;

/** Returns the expected value of the open stages for this month and the next ones. Close adds it up. */
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

/** Returns the first day of a month, counted from the current one. */
function firstDay(monthsAhead: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() + monthsAhead, 1)).toISOString().slice(0, 10);
}
