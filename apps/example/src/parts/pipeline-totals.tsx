import { formatSum } from '../format-money.ts';
import type { StageTotals } from '../hooks/use-stage-totals.ts';
import styles from './pipeline-totals.module.css';

/** The totals of a pipeline: open, expected and won. They change with each move. */
export function PipelineTotals({ totals }: { readonly totals: readonly StageTotals[] }) {
  const currency = totals.find((stage) => stage.currency)?.currency;
  const sum = (type: string, of: 'value' | 'expected'): string => {
    const amounts = totals.filter(({ stage }) => stage.type === type).map((stage) => stage[of]);
    return formatSum(
      amounts.reduce((all, amount) => all + amount, 0),
      currency,
    );
  };
  return (
    <dl className={styles.totals}>
      <div>
        <dt>Open, yearly</dt>
        <dd>{sum('active', 'value')}</dd>
      </div>
      <div>
        <dt>Expected, yearly</dt>
        <dd>{sum('active', 'expected')}</dd>
      </div>
      <div>
        <dt>Won, yearly</dt>
        <dd>{sum('won', 'value')}</dd>
      </div>
    </dl>
  );
}
