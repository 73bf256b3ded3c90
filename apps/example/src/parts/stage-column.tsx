import type { Opportunity, PipelineStatus } from '@closekit/client/models';
import { useCloseInfiniteQuery } from '@closekit/react';
import { useId } from 'react';
import { GridList } from 'react-aria-components/GridList';
import { formatSum } from '../format-money.ts';
import { useCardDrop } from '../hooks/use-card-drop.ts';
import type { StageTotals } from '../hooks/use-stage-totals.ts';
import type { Move } from '../move-in-lists.ts';
import { FailureNotice } from './failure-notice.tsx';
import { OpportunityCard } from './opportunity-card.tsx';
import { Skeleton } from './skeleton.tsx';
import styles from './stage-column.module.css';

const pageSize = 15;

interface StageColumnProps {
  /** Totals of the whole stage, not only of the loaded cards. */
  readonly totals: StageTotals;
  readonly stages: readonly PipelineStatus[];
  readonly onMove: (move: Move) => void;
}

/** One stage of a pipeline: a list of cards to drag from and drop on. */
export function StageColumn({ totals, stages, onMove }: StageColumnProps) {
  const id = useId();
  const { stage } = totals;
  const found = useCloseInfiniteQuery((read) =>
    // The card that was moved last comes first, so it stays where it was dropped.
    read.opportunities.list({ status_id: stage.id, _limit: pageSize, _order_by: '-date_updated' }),
  );
  const cards = found.data?.pages.flatMap((page) => page.data) ?? [];
  const missing = (totals.count ?? cards.length) - cards.length;
  const dragAndDropHooks = useCardDrop((opportunity) => onMove({ opportunity, to: stage }));
  return (
    <section aria-labelledby={id} className={styles.column} data-type={stage.type}>
      <ColumnHead id={id} totals={totals} />
      {found.isError && (
        <FailureNotice
          title={`${stage.label} could not be loaded.`}
          error={found.error}
          onRetry={() => void (found.data ? found.fetchNextPage() : found.refetch())}
        />
      )}
      {/* Always mounted: keyboard drag and drop visits the lists in the order in which they were mounted. */}
      <GridList<Opportunity>
        aria-label={`Opportunities in ${stage.label}`}
        className={styles.cards}
        items={cards}
        dependencies={[stages, onMove]}
        dragAndDropHooks={dragAndDropHooks}
        renderEmptyState={() => (
          <NoCards stage={stage} isPending={found.isPending} isKnown={!found.isError} />
        )}
      >
        {(opportunity) => (
          <OpportunityCard
            opportunity={opportunity}
            stages={stages}
            onMove={(to) => onMove({ opportunity, to })}
          />
        )}
      </GridList>
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

interface NoCardsProps {
  readonly stage: PipelineStatus;
  readonly isPending: boolean;
  /** Whether Close has confirmed that the stage is empty. */
  readonly isKnown: boolean;
}

function NoCards({ stage, isPending, isKnown }: NoCardsProps) {
  if (isPending) return <Skeleton lines={4} label={`Loading ${stage.label}…`} />;
  return isKnown && <p className={styles.none}>No opportunities in this stage.</p>;
}

interface ColumnHeadProps {
  readonly id: string;
  readonly totals: StageTotals;
}

function ColumnHead({ id, totals: { stage, count, value, currency } }: ColumnHeadProps) {
  return (
    <header className={styles.head}>
      <h2 id={id}>{stage.label}</h2>
      <span className={styles.count}>
        {count}
        <span className="visually-hidden"> opportunities</span>
      </span>
      <p className={styles.total}>
        {count === undefined ? <span aria-hidden="true">…</span> : `${formatSum(value, currency)} a year`}
      </p>
    </header>
  );
}
