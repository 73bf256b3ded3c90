import type { ReactNode } from 'react';
import { Bar, BarChart, CartesianGrid, Legend, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { BarProps } from 'recharts';
import { formatSum } from '../format-money.ts';
import styles from './amounts-chart.module.css';

interface Amounts {
  readonly name: string;
  readonly count: number | undefined;
  readonly value: number;
  readonly expected: number;
}

interface AmountsChartProps {
  readonly title: string;
  /** Heading of the first column. */
  readonly of: string;
  readonly rows: readonly Amounts[];
  readonly currency: string | undefined;
}

/** A bar chart, hidden from screen readers, and a table with the same numbers. */
export function AmountsChart({ title, of, rows, currency }: AmountsChartProps) {
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.title}>{title}</figcaption>
      <div className={styles.chart} aria-hidden="true">
        <AmountsBars rows={rows} currency={currency} />
      </div>
      <AmountsTable of={of} rows={rows} currency={currency} />
    </figure>
  );
}

const axisLine = { stroke: 'var(--line)' };
const tick = { fill: 'var(--ink-soft)', fontSize: 12 };
const tooltip = { border: '1px solid var(--line)', borderRadius: 8, background: 'var(--surface-raised)' };
const bar = { radius: [3, 3, 0, 0], isAnimationActive: false } satisfies Partial<BarProps>;

function AmountsBars({ rows, currency }: Pick<AmountsChartProps, 'rows' | 'currency'>) {
  return (
    <ResponsiveContainer width="100%" height={240}>
      <BarChart data={[...rows]} accessibilityLayer={false} margin={{ top: 8, right: 0, bottom: 0, left: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis dataKey="name" tickLine={false} axisLine={axisLine} tick={tick} />
        <YAxis
          tickLine={false}
          axisLine={false}
          width={64}
          tickFormatter={shortMoney(currency)}
          tick={tick}
        />
        <Tooltip
          formatter={(cents) => formatSum(Number(cents), currency)}
          cursor={{ fill: 'var(--accent-soft)' }}
          contentStyle={tooltip}
        />
        <Legend itemSorter={null} formatter={legendText} />
        <Bar {...bar} name="Value a year" dataKey="value" fill="var(--chart-pale)" />
        <Bar {...bar} name="Expected, by chance" dataKey="expected" fill="var(--accent)" />
      </BarChart>
    </ResponsiveContainer>
  );
}

function AmountsTable({ of, rows, currency }: Omit<AmountsChartProps, 'title'>) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          <th scope="col">Count</th>
          <th scope="col">Value a year</th>
          <th scope="col">Expected</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, count, value, expected }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{count ?? '…'}</td>
            <td>{formatSum(value, currency)}</td>
            <td>{formatSum(expected, currency)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function legendText(text: ReactNode): ReactNode {
  return <span className={styles.legend}>{text}</span>;
}

function shortMoney(currency = 'USD'): (cents: number) => string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency, notation: 'compact' });
  return (cents) => format.format(cents / 100);
}
