import { useExpectedByMonth } from '../hooks/use-expected-by-month.ts';
import type { StageTotals } from '../hooks/use-stage-totals.ts';
import { AmountsChart } from './amounts-chart.tsx';
import styles from './pipeline-forecast.module.css';

const month = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** The forecast of a pipeline: by stage, and by the month in which opportunities are expected to be won. */
export function PipelineForecast({ totals }: { readonly totals: readonly StageTotals[] }) {
  const months = useExpectedByMonth(totals.map(({ stage }) => stage));
  const currency = totals.find((stage) => stage.currency)?.currency;
  const byMonth = months.map(({ month: day, ...amounts }) => ({
    name: month.format(new Date(day)),
    ...amounts,
  }));
  const byStage = totals.map(({ stage, count, value, expected }) => ({
    name: stage.label,
    count,
    value,
    expected,
  }));
  return (
    <div className={styles.forecast}>
      <AmountsChart title="By stage" of="Stage" rows={byStage} currency={currency} />
      <AmountsChart title="Open, by expected month" of="Month" rows={byMonth} currency={currency} />
    </div>
  );
}
