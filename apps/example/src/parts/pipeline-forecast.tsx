import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { formatSum } from '../format-money.ts';
import { useExpectedByMonth } from '../hooks/use-expected-by-month.ts';
import type { StageTotals } from '../hooks/use-stage-totals.ts';
import styles from './pipeline-forecast.module.css';

interface Amounts {
  readonly name: string;
  readonly count: number | undefined;
  readonly value: number;
  readonly expected: number;
}

const month = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' });

/** What a pipeline promises: by stage, and by the month in which deals are expected. */
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

interface AmountsChartProps {
  readonly title: string;
  /** What a row stands for. */
  readonly of: string;
  readonly rows: readonly Amounts[];
  readonly currency: string | undefined;
}

/** Bars for the eye, and a table that says the same in words and numbers. */
function AmountsChart({ title, of, rows, currency }: AmountsChartProps) {
  const money = (cents: unknown): string => formatSum(Number(cents), currency);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <div className={styles.chart} aria-hidden="true">
        <ResponsiveContainer width="100%" height={240}>
          <BarChart
            data={[...rows]}
            accessibilityLayer={false}
            margin={{ top: 8, right: 0, bottom: 0, left: 0 }}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="name"
              tickLine={false}
              axisLine={{ stroke: 'var(--line)' }}
              tick={{ fill: 'var(--ink-soft)', fontSize: 12 }}
            />
            <YAxis
              tickLine={false}
              axisLine={false}
              width={64}
              tickFormatter={shortMoney(currency)}
              tick={{ fill: 'var(--ink-soft)', fontSize: 12 }}
            />
            <Tooltip
              formatter={money}
              cursor={{ fill: 'var(--accent-soft)' }}
              contentStyle={{
                border: '1px solid var(--line)',
                borderRadius: 8,
                background: 'var(--surface-raised)',
              }}
            />
            <Legend itemSorter={null} formatter={legendText} />
            <Bar
              name="Value a year"
              dataKey="value"
              fill="var(--chart-pale)"
              radius={[3, 3, 0, 0]}
              isAnimationActive={false}
            />
            <Bar
              name="Expected, by chance"
              dataKey="expected"
              fill="var(--accent)"
              radius={[3, 3, 0, 0]}
              isAnimationActive={false}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{of}</th>
            <th scope="col">Deals</th>
            <th scope="col">Value a year</th>
            <th scope="col">Expected</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, count, value, expected }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{count ?? '…'}</td>
              <td>{money(value)}</td>
              <td>{money(expected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function legendText(text: ReactNode): ReactNode {
  return <span className={styles.legend}>{text}</span>;
}

function shortMoney(currency = 'USD'): (cents: number) => string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, notation: 'compact' });
  return (cents) => format.format(cents / 100);
}
