'use client';

import { useId } from 'react';
import type { ReactNode } from 'react';

interface PanelSectionProps {
  readonly title: string;
  /** Stands behind the title. */
  readonly note?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/** One section of the panel. It scrolls, so the keyboard can reach it. */
export function PanelSection({ title, note, className, children }: PanelSectionProps): ReactNode {
  const id = useId();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- without it the keyboard could not scroll
    <section aria-labelledby={id} tabIndex={0} className={className}>
      <h3>
        <span id={id}>{title}</span> {note !== undefined && <small>{note}</small>}
      </h3>
      {children}
    </section>
  );
}

/** The title of a column, and the content of its cells. */
type PanelColumn<TItem> = readonly [title: string, cell: (item: TItem) => ReactNode];

/** The columns of a table; the cells of the first one are the headers of the rows. */
export type PanelColumns<TItem> = readonly [PanelColumn<TItem>, ...PanelColumn<TItem>[]];

interface PanelTableProps<TItem> {
  readonly items: readonly TItem[];
  readonly keyOf: (item: TItem) => string | number;
  readonly columns: PanelColumns<TItem>;
  /** Stands there when there are no items. */
  readonly empty: string;
}

/** A table of a section: a row for each item. */
export function PanelTable<TItem>({ items, keyOf, columns, empty }: PanelTableProps<TItem>): ReactNode {
  if (items.length === 0) return <p>{empty}</p>;
  const [[, header], ...others] = columns;
  return (
    <table>
      <thead>
        <tr>
          {columns.map(([title]) => (
            <th key={title} scope="col">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={keyOf(item)}>
            <th scope="row">{header(item)}</th>
            {others.map(([title, cell]) => (
              <td key={title}>{cell(item)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
