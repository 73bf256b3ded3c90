import { useCallback, useMemo } from 'react';
import { useMoveOpportunity } from '../hooks/use-move-opportunity.ts';
import type { StageTotals } from '../hooks/use-stage-totals.ts';
import type { Move } from '../move-in-lists.ts';
import { FailureNotice } from './failure-notice.tsx';
import styles from './pipeline-board.module.css';
import { StageColumn } from './stage-column.tsx';

interface PipelineBoardProps {
  readonly name: string;
  readonly totals: readonly StageTotals[];
}

/** The stages side by side. A card moves at once, and moves back when Close refuses. */
export function PipelineBoard({ name, totals }: PipelineBoardProps) {
  const { move: send, last, failed } = useMoveOpportunity();
  const ids = totals.map(({ stage }) => stage.id).join();
  // oxlint-disable-next-line react/exhaustive-deps -- the same ids mean the same stages
  const stages = useMemo(() => totals.map(({ stage }) => stage), [ids]);
  const move = useCallback(
    (next: Move) => {
      if (next.to.id === next.opportunity.status_id) return;
      send(next);
      focusCard(next.opportunity.id);
    },
    [send],
  );
  return (
    <>
      {failed && (
        <div className={styles.notice}>
          <FailureNotice
            title={`${nameOf(failed.move)} was not moved and is back in ${failed.move.opportunity.status_label}.`}
            error={failed.error}
            onRetry={() => move(failed.move)}
          />
        </div>
      )}
      <output className="visually-hidden">
        {last && last !== failed?.move && `${nameOf(last)} is in ${last.to.label}.`}
      </output>
      <section className={styles.board} aria-label={`Stages of ${name}`}>
        {totals.map((stage) => (
          <StageColumn key={stage.stage.id} totals={stage} stages={stages} onMove={move} />
        ))}
      </section>
    </>
  );
}

function nameOf({ opportunity }: Move): string {
  return opportunity.lead_name ?? 'The opportunity';
}

/** Focuses the card in its new place, once it is rendered and the menu or the drag has ended. */
function focusCard(id: string, triesLeft = 20): void {
  setTimeout(() => {
    const card = document.querySelector<HTMLElement>(`[role="row"][data-key="${CSS.escape(id)}"]`);
    const isBusy = document.querySelector('[role="menu"], [data-drop-target]') !== null;
    if (card && !isBusy) card.focus();
    else if (triesLeft > 0) focusCard(id, triesLeft - 1);
  }, 50);
}
