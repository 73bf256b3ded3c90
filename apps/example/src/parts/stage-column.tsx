import type { Opportunity, PipelineStatus } from '@closekit/client/models';
import { useCloseInfiniteQuery } from '@closekit/react';
import { useId } from 'react';
import { Link } from 'wouter';
import { formatDate } from '../format-date.ts';
import { formatMoney } from '../format-money.ts';
import { FailureNotice } from './failure-notice.tsx';
import { Skeleton } from './skeleton.tsx';
import styles from './stage-column.module.css';

const pageSize = 25;

/** One stage of a pipeline. The totals are over every match, not only over the cards that are loaded. */
export function StageColumn({ stage }: { readonly stage: PipelineStatus }) {
  const id = useId();
  const found = useCloseInfiniteQuery((read) =>
    read.opportunities.list({ status_id: stage.id, _limit: pageSize }),
  );
  const totals = found.data?.pages[0];
  const cards = found.data?.pages.flatMap((page) => page.data) ?? [];
  const missing = (totals?.total_results ?? cards.length) - cards.length;
  return (
    <section aria-labelledby={id} className={styles.column} data-type={stage.type}>
      <header className={styles.head}>
        <h2 id={id}>{stage.label}</h2>
        <span className={styles.count}>
          {totals?.total_results}
          <span className="visually-hidden"> opportunities</span>
        </span>
        <p className={styles.total}>
          {totals ? (
            `${yearly(totals.total_value_annualized, cards)} a year`
          ) : (
            <span aria-hidden="true">…</span>
          )}
        </p>
      </header>
      {found.isPending && <Skeleton lines={4} label={`Loading ${stage.label}…`} />}
      {found.isError && (
        <FailureNotice
          title={`${stage.label} could not be loaded.`}
          error={found.error}
          onRetry={() => void (found.data ? found.fetchNextPage() : found.refetch())}
        />
      )}
      {found.isSuccess && cards.length === 0 && <p className={styles.none}>Nothing in this stage.</p>}
      <ul className={styles.cards}>
        {cards.map((opportunity) => (
          <OpportunityCard key={opportunity.id} opportunity={opportunity} />
        ))}
      </ul>
      {found.hasNextPage && !found.isError && (
        <button
          type="button"
          className="button"
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {found.isFetchingNextPage ? 'Loading…' : `Show ${Math.min(pageSize, missing)} of ${missing} more`}
        </button>
      )}
    </section>
  );
}

function OpportunityCard({ opportunity }: { readonly opportunity: Opportunity }) {
  const { date_won: day, value_currency: currency, confidence, status_type: type } = opportunity;
  return (
    <li className={styles.card}>
      <Link to={`/leads/${opportunity.lead_id}`} className={styles.lead}>
        {opportunity.lead_name ?? 'Untitled lead'}
      </Link>
      <p className={styles.value}>
        {formatMoney(opportunity.value, currency)}
        <span className={styles.soft}>{suffixes[opportunity.value_period ?? 'one_time']}</span>
      </p>
      <p className={styles.soft}>
        {[type === 'active' && `${confidence}%`, day && formatDate(day)].filter(Boolean).join(' · ')}
      </p>
      <p className={styles.soft}>{opportunity.user_name}</p>
    </li>
  );
}

const suffixes = { one_time: '', monthly: ' / month', annual: ' / year' } as const;

function yearly(cents: number | undefined, cards: readonly Opportunity[]): string {
  return formatMoney(cents ?? 0, cards[0]?.value_currency);
}
