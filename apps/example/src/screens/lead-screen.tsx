import { useCloseQuery } from '@closekit/react';
import { Suspense, useRef } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useDraft } from '../hooks/use-draft.ts';
import { useEditing } from '../hooks/use-editing.ts';
import { useEscape } from '../hooks/use-escape.ts';
import { useUpdateLead } from '../hooks/use-update-lead.ts';
import { later } from '../load-ahead.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Icon } from '../parts/icon.tsx';
import { LeadDetails } from '../parts/lead-details.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { LeadStatusBadge } from '../parts/lead-status-badge.tsx';
import styles from './lead-screen.module.css';

const LeadForm = later(async () => (await import('../parts/lead-form.tsx')).LeadForm);

/** Shows and edits one lead. A change shows at once, and is undone with a notice when Close refuses it. */
export function LeadScreen({ id }: { readonly id: string }) {
  const lead = useCloseQuery((read) => read.leads.get(id));
  const update = useUpdateLead();
  const draft = useDraft(id);
  const { editing, start, stop, button } = useEditing(draft.read() !== undefined);
  const back = useBackLink();
  const screen = useRef<HTMLElement>(null);
  const leave = (): void => {
    draft.clear();
    stop();
  };
  useEscape(screen, editing ? leave : back.go);
  return (
    <article ref={screen} className={styles.screen} aria-label="Lead">
      <Link to={back.to} className={styles.back}>
        <Icon name="back" size={16} /> All leads
      </Link>
      <header className={styles.head}>
        <PageTitle level={2} title={lead.data?.display_name ?? 'Lead'} />
        {lead.data && <LeadStatusBadge label={lead.data.status_label} />}
        {lead.data && !editing && (
          <button ref={button} type="button" className={`button ${styles.edit}`} onClick={start}>
            Edit
          </button>
        )}
      </header>
      <output className="visually-hidden">{update.isSuccess && 'Saved.'}</output>
      {update.isError && (
        <FailureNotice
          title="Your change was not saved and has been undone."
          error={update.error}
          onRetry={() => update.mutate(update.variables)}
        />
      )}
      {lead.isPending && <Skeleton lines={8} label="Loading the lead…" />}
      {lead.isLoadingError && (
        <FailureNotice
          title="The lead could not be loaded."
          error={lead.error}
          onRetry={() => void lead.refetch()}
        />
      )}
      {lead.data && editing && (
        <Suspense fallback={<Skeleton lines={4} label="Loading the form…" />}>
          <LeadForm
            lead={lead.data}
            draft={draft}
            onCancel={leave}
            onSave={(body) => {
              update.mutate({ id, body });
              leave();
            }}
          />
        </Suspense>
      )}
      {lead.data?.description && !editing && <p className={styles.about}>{lead.data.description}</p>}
      {lead.data && <LeadDetails lead={lead.data} />}
    </article>
  );
}

/** The link back to the list keeps its filter. */
function useBackLink(): { to: string; go: () => void } {
  const [, navigate] = useLocation();
  const search = useSearch();
  const to = search ? `/leads?${search}` : '/leads';
  return { to, go: () => navigate(to) };
}
