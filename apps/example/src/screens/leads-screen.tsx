import { useLeadFilter } from '../hooks/use-lead-filter.ts';
import type { LeadFilter } from '../hooks/use-lead-filter.ts';
import { useLeadStatuses } from '../hooks/use-lead-statuses.ts';
import { useLeads } from '../hooks/use-leads.ts';
import { EmptyNotice } from '../parts/empty-notice.tsx';
import { ExportButton } from '../parts/export-button.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { LeadList } from '../parts/lead-list.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { SearchBox } from '../parts/search-box.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { StatusFilter } from '../parts/status-filter.tsx';
import { LeadScreen } from './lead-screen.tsx';
import styles from './leads-screen.module.css';

/** The list on the left, the selected lead on the right; on a phone one of the two. */
export function LeadsScreen({ selectedId }: { readonly selectedId: string | undefined }) {
  return (
    <div className={styles.screen} data-detail={selectedId !== undefined}>
      <LeadsPane selectedId={selectedId} />
      <div className={styles.detail}>
        {selectedId === undefined ? (
          <EmptyNotice title="No lead selected">
            <p>Select a lead to see its contacts, opportunities, tasks and timeline.</p>
          </EmptyNotice>
        ) : (
          <LeadScreen key={selectedId} id={selectedId} />
        )}
      </div>
    </div>
  );
}

function LeadsPane({ selectedId }: { readonly selectedId: string | undefined }) {
  const filter = useLeadFilter();
  const statuses = useLeadStatuses();
  const leads = useLeads(filter);
  const rows = leads.data?.rows;
  return (
    <section className={styles.pane} aria-label="Lead list">
      <header className={styles.head}>
        <PageTitle title="Leads" />
        <p className={styles.count}>
          <output>{rows && countText(leads.data?.total, rows.length, leads.hasNextPage)}</output>
          {rows !== undefined && rows.length > 0 && <ExportButton filter={filter} />}
        </p>
        <SearchBox label="Search leads" value={filter.search} onSearch={filter.setSearch} />
        <StatusFilter statuses={statuses ?? []} selected={filter.statusIds} onChange={filter.setStatusIds} />
      </header>
      {leads.isPending && <Skeleton lines={12} label="Loading leads…" />}
      {leads.isLoadingError && (
        <div className={styles.notice}>
          <FailureNotice
            title="The leads could not be loaded."
            error={leads.error}
            onRetry={() => void leads.refetch()}
          />
        </div>
      )}
      {rows?.length === 0 && <NothingFound filter={filter} />}
      {rows !== undefined && rows.length > 0 && (
        <LeadList
          rows={rows}
          selectedId={selectedId}
          suffix={filter.suffix}
          list={leads}
          stale={leads.isPlaceholderData}
        />
      )}
    </section>
  );
}

function NothingFound({ filter }: { readonly filter: LeadFilter }) {
  const { search, statusIds, setStatusIds } = filter;
  return (
    <EmptyNotice icon="search" title={search ? `No leads match “${search}”` : 'No leads'}>
      {statusIds.length > 0 ? (
        <button type="button" className="button" onClick={() => setStatusIds([])}>
          Search all statuses
        </button>
      ) : (
        <p>
          {search
            ? 'The search covers names, contacts and descriptions.'
            : 'Leads created in Close appear here.'}
        </p>
      )}
    </EmptyNotice>
  );
}

/** Close counts the matches of a search only. Without a total, the loaded rows are shown with a plus. */
function countText(total: number | undefined, loaded: number, hasMore: boolean): string {
  const count = total ?? loaded;
  const text = count.toLocaleString('en-US') + (total === undefined && hasMore ? '+' : '');
  return `${text} ${count === 1 ? 'lead' : 'leads'}`;
}
