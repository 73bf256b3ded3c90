import type { Lead } from '@closekit/client/models';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { Link } from 'wouter';
import styles from './lead-list.module.css';
import { LeadStatusBadge } from './lead-status-badge.tsx';

const rowHeight = 66;
/** Rows before the end at which the next page is fetched. */
const reserve = 15;

interface LeadListProps {
  readonly rows: readonly Lead[];
  readonly selectedId: string | undefined;
  /** The filter as a query string. */
  readonly suffix: string;
  readonly stale: boolean;
  /** The query behind the rows. */
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly isFetchNextPageError: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

/** A virtual list of leads: only the visible rows are in the page. Arrow keys move between them. */
export function LeadList({ rows, selectedId, suffix, stale, list }: LeadListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is memoized here, and no compiler is used
  const virtualizer = useVirtualizer({
    count: rows.length + (list.hasNextPage ? 1 : 0),
    getScrollElement: () => scroller.current,
    getItemKey: (index) => rows[index]?.id ?? 'more',
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const visible = virtualizer.getVirtualItems();
  const nearEnd = (visible.at(-1)?.index ?? 0) >= rows.length - reserve;
  const wantsMore = nearEnd && list.hasNextPage && !list.isFetchingNextPage && !list.isFetchNextPageError;
  const { fetchNextPage } = list;
  useEffect(() => {
    if (wantsMore) void fetchNextPage();
  }, [wantsMore, fetchNextPage]);
  useEffect(() => {
    // In braces: newer browsers return a promise here, which React would take for a cleanup function.
    scroller.current?.scrollTo({ top: 0 });
  }, [suffix]);

  return (
    <div ref={scroller} className={styles.scroller} data-stale={stale}>
      <ul className={styles.list} style={{ height: virtualizer.getTotalSize() }}>
        {visible.map(({ index, key, start }) => {
          const lead = rows[index];
          return (
            <li
              key={key}
              className={styles.item}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              aria-setsize={list.hasNextPage ? -1 : rows.length}
              aria-posinset={index + 1}
              data-index={index}
            >
              {lead ? (
                <LeadRow lead={lead} suffix={suffix} selected={lead.id === selectedId} />
              ) : (
                <MoreRow failed={list.isFetchNextPageError} onRetry={() => void fetchNextPage()} />
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface LeadRowProps {
  readonly lead: Lead;
  readonly suffix: string;
  readonly selected: boolean;
}

function LeadRow({ lead, suffix, selected }: LeadRowProps) {
  const to = `/leads/${lead.id}${suffix}`;
  return (
    <Link to={to} className={styles.row} aria-current={selected ? 'true' : undefined} onKeyDown={moveFocus}>
      <span className={styles.name}>{lead.display_name}</span>
      <LeadStatusBadge label={lead.status_label} />
      <span className={styles.about}>
        {[lead.contacts_summary, lead.primary_address_summary].filter(Boolean).join(' · ')}
      </span>
    </Link>
  );
}

function MoreRow({ failed, onRetry }: { readonly failed: boolean; readonly onRetry: () => void }) {
  return (
    <div className={styles.more}>
      {failed ? (
        <button type="button" className="button" onClick={onRetry}>
          Loading more failed. Try again
        </button>
      ) : (
        'Loading more…'
      )}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const item = event.currentTarget.closest<HTMLElement>('[data-index]');
  if (step === undefined || item === null) return;
  event.preventDefault();
  const next = Number(item.dataset['index']) + step;
  item.parentElement?.querySelector<HTMLElement>(`[data-index="${next}"] a`)?.focus();
}
