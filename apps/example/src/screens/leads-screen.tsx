import { useSearchParams } from 'wouter';
import { useLeads } from '../hooks/use-leads.ts';
import { EmptyNotice } from '../parts/empty-notice.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { LeadList } from '../parts/lead-list.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { LeadScreen } from './lead-screen.tsx';
import styles from './leads-screen.module.css';

/** The list on the left, the chosen lead on the right; on a phone one of the two. */
export function LeadsScreen({ selectedId }: { readonly selectedId: string | undefined }) {
  return (
    <div className={styles.screen} data-detail={selectedId !== undefined}>
      <LeadsPane selectedId={selectedId} />
      <div className={styles.detail}>
        {selectedId === undefined ? (
          <EmptyNotice title="No lead chosen">
            <p>Choose one from the list to see its contacts, opportunities and notes.</p>
          </EmptyNotice>
        ) : (
          <LeadScreen key={selectedId} id={selectedId} />
        )}
      </div>
    </div>
  );
}

function LeadsPane({ selectedId }: { readonly selectedId: string | undefined }) {
  const [parameters, setParameters] = useSearchParams();
  const search = parameters.get('q') ?? '';
  const leads = useLeads(search);
  const rows = leads.data?.rows;
  return (
    <section className={styles.pane} aria-label="Lead list">
      <header className={styles.head}>
        <PageTitle title="Leads" />
        <output className={styles.count}>
          {rows && countText(leads.data?.total, rows.length, leads.hasNextPage)}
        </output>
        <SearchField
          label="Search leads"
          value={search}
          onSearch={(text) => setParameters(text ? { q: text } : {}, { replace: true })}
        />
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
      {rows?.length === 0 && (
        <EmptyNotice icon="search" title={search ? `Nothing matches “${search}”` : 'No leads yet'}>
          <p>
            {search
              ? 'Names, contacts and descriptions were searched.'
              : 'Leads that are made in Close show up here.'}
          </p>
        </EmptyNotice>
      )}
      {rows !== undefined && rows.length > 0 && (
        <LeadList
          rows={rows}
          selectedId={selectedId}
          search={search}
          list={leads}
          stale={leads.isPlaceholderData}
        />
      )}
    </section>
  );
}

/** Close counts the matches of a search; otherwise it only says whether there is more. */
function countText(total: number | undefined, loaded: number, hasMore: boolean): string {
  const count = total ?? loaded;
  const text = count.toLocaleString('en-US') + (total === undefined && hasMore ? '+' : '');
  return `${text} ${count === 1 ? 'lead' : 'leads'}`;
}
