import { formatMoney } from '../format-money.ts';
import type { StageTotals } from '../hooks/use-stage-totals.ts';
import styles from './pipeline-totals.module.css';

/** The whole pipeline in three numbers. They move with the cards. */
export function PipelineTotals({ totals }: { readonly totals: readonly StageTotals[] }) {
  const currency = totals.find((stage) => stage.currency)?.currency;
  const sum = (type: string, of: 'value' | 'expected'): string =>
    formatMoney(
      Math.round(
        totals.filter(({ stage }) => stage.type === type).reduce((all, stage) => all + stage[of], 0),
      ),
      currency,
    );
  return (
    <dl className={styles.totals} aria-label="Totals of the pipeline">
      <div>
        <dt>Open</dt>
        <dd>{sum('active', 'value')} a year</dd>
      </div>
      <div>
        <dt>Expected</dt>
        <dd>{sum('active', 'expected')} a year</dd>
      </div>
      <div>
        <dt>Won</dt>
        <dd>{sum('won', 'value')} a year</dd>
      </div>
    </dl>
  );
}
