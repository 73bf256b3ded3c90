import type { Opportunity, OpportunityPage, PipelineStatus } from '@closekit/client/models';
import type { InfiniteData, QueryClient, QueryFilters, QueryKey } from '@tanstack/react-query';

export interface Move {
  readonly opportunity: Opportunity;
  readonly to: PipelineStatus;
}

type Cached = OpportunityPage | InfiniteData<OpportunityPage>;

/**
 * Moves an opportunity between the cached lists of its old and its new stage, and updates their totals.
 * Nothing else in them changes, so concurrent moves do not undo each other.
 */
export function moveInLists(queryClient: QueryClient, lists: QueryFilters, { opportunity, to }: Move): void {
  const moved = { ...opportunity, status_id: to.id, status_label: to.label, status_type: to.type };
  for (const [key, cached] of queryClient.getQueriesData<Cached>(lists)) {
    const stage = stageIn(key);
    if (cached === undefined || stage === undefined || opportunity.status_id === to.id) continue;
    if (stage === opportunity.status_id) queryClient.setQueryData(key, change(cached, opportunity, -1));
    if (stage === to.id) queryClient.setQueryData(key, change(cached, moved, 1));
  }
}

/** The key of a list contains its input. */
function stageIn(key: QueryKey): string | undefined {
  for (const part of key) {
    if (typeof part === 'object' && part !== null && 'status_id' in part) return String(part.status_id);
  }
  return undefined;
}

function change(cached: Cached, opportunity: Opportunity, by: 1 | -1): Cached {
  if (!('pages' in cached)) return changePage(cached, opportunity, { by, isFirst: true });
  const pages = cached.pages.map((page, index) =>
    changePage(page, opportunity, { by, isFirst: index === 0 }),
  );
  return { ...cached, pages };
}

function changePage(
  page: OpportunityPage,
  opportunity: Opportunity,
  { by, isFirst }: { by: 1 | -1; isFirst: boolean },
): OpportunityPage {
  const others = page.data.filter(({ id }) => id !== opportunity.id);
  const { annualized_value: value, annualized_expected_value: expected } = opportunity;
  return {
    ...page,
    data: by === 1 && isFirst ? [opportunity, ...others] : others,
    total_results: (page.total_results ?? 0) + by,
    total_value_annualized: (page.total_value_annualized ?? 0) + by * (value ?? 0),
    expected_value_annualized: (page.expected_value_annualized ?? 0) + by * (expected ?? 0),
  };
}
