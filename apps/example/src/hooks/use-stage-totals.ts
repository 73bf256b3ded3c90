import type { PipelineStatus } from '@closekit/client/models';
import { useCloseQueries } from '@closekit/react';

export interface StageTotals {
  readonly stage: PipelineStatus;
  readonly count: number | undefined;
  /** A year's worth, in cents. */
  readonly value: number;
  /** The same, each opportunity weighted with its chance. */
  readonly expected: number;
  /** What the amounts are in, when there are any. */
  readonly currency: string | undefined;
}

/** What Close counts in each stage, whatever is loaded of it: lists of one, asked for side by side. */
export function useStageTotals(stages: readonly PipelineStatus[]): readonly StageTotals[] {
  const results = useCloseQueries((read) =>
    stages.map((stage) => read.opportunities.list({ status_id: stage.id, _limit: 1 })),
  );
  return stages.map((stage, index) => {
    const page = results[index]?.data;
    return {
      stage,
      count: page?.total_results,
      value: page?.total_value_annualized ?? 0,
      expected: page?.expected_value_annualized ?? 0,
      currency: page?.data[0]?.value_currency ?? undefined,
    };
  });
}
