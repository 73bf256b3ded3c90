import type { PipelineStatus } from '@closekit/client/models';
import { useCloseQueries } from '@closekit/react';

export interface StageTotals {
  readonly stage: PipelineStatus;
  readonly count: number | undefined;
  /** Annualized value in cents. */
  readonly value: number;
  /** The same, weighted by the confidence of each opportunity. */
  readonly expected: number;
  /** Currency of the amounts, if any. */
  readonly currency: string | undefined;
}

/** Returns the totals of each stage from Close: one request per stage, each for a single row. */
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
