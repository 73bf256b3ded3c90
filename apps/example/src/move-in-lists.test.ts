import type { Opportunity, OpportunityPage } from '@closekit/client/models';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { moveInLists } from './move-in-lists.ts';

const won = { id: 'stat_won', label: 'Won', type: 'won' } as const;
const listKey = (stage: string) => ['close', 'orga_1', 'opportunities', 'list', { status_id: stage }];

function opportunity(id: string, stage: string): Opportunity {
  const sent: unknown = { id, status_id: stage, annualized_value: 100, annualized_expected_value: 50 };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the rest of an opportunity is not read
  return sent as Opportunity;
}

function page(...data: Opportunity[]): OpportunityPage {
  return {
    data,
    has_more: false,
    total_results: 10,
    total_value_annualized: 1000,
    expected_value_annualized: 500,
  };
}

function cacheWith(card: Opportunity) {
  const queryClient = new QueryClient();
  queryClient.setQueryData([...listKey('stat_open'), { type: 'infinite' }], {
    pages: [page(opportunity('oppo_2', 'stat_open')), page(card)],
    pageParams: [0, 1],
  });
  queryClient.setQueryData(listKey('stat_won'), page());
  queryClient.setQueryData(listKey('stat_lost'), page());
  return queryClient;
}

describe('moveInLists', () => {
  it('takes the card out of one stage and puts it on top of the other, with the totals of both', () => {
    const card = opportunity('oppo_1', 'stat_open');
    const queryClient = cacheWith(card);
    moveInLists(queryClient, {}, { opportunity: card, to: won });
    expect(queryClient.getQueryData([...listKey('stat_open'), { type: 'infinite' }])).toMatchObject({
      pages: [{ data: [{ id: 'oppo_2' }], total_results: 9, total_value_annualized: 900 }, { data: [] }],
    });
    expect(queryClient.getQueryData(listKey('stat_won'))).toMatchObject({
      data: [{ id: 'oppo_1', status_id: 'stat_won', status_label: 'Won' }],
      total_results: 11,
      expected_value_annualized: 550,
    });
    expect(queryClient.getQueryData(listKey('stat_lost'))).toEqual(page());
  });

  it('changes nothing when the card is there already', () => {
    const card = opportunity('oppo_1', 'stat_won');
    const queryClient = cacheWith(card);
    moveInLists(queryClient, {}, { opportunity: card, to: won });
    expect(queryClient.getQueryData(listKey('stat_won'))).toEqual(page());
  });
});
