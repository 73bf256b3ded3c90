import { useCloseQuery } from '@closekit/react';
import { useRef } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useEditing } from '../hooks/use-editing.ts';
import { useEscape } from '../hooks/use-escape.ts';
import { useUpdateLead } from '../hooks/use-update-lead.ts';
import { leadTone } from '../lead-tone.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Icon } from '../parts/icon.tsx';
import { LeadDetails } from '../parts/lead-details.tsx';
import { LeadForm } from '../parts/lead-form.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import styles from './lead-screen.module.css';

/** One lead: read it, edit it. Saving shows at once; a refusal takes it back and says why. */
export function LeadScreen({ id }: { readonly id: string }) {
  const lead = useCloseQuery((read) => read.leads.get(id));
  const update = useUpdateLead();
  const { editing, start, stop, button } = useEditing();
  const back = useBackLink();
  const screen = useRef<HTMLElement>(null);
  useEscape(screen, editing ? stop : back.go);
  return (
    <article ref={screen} className={styles.screen} aria-label="Lead">
      <Link to={back.to} className={styles.back}>
        <Icon name="back" size={16} /> All leads
      </Link>
      <header className={styles.head}>
        <PageTitle level={2} title={lead.data?.display_name ?? 'Lead'} />
        {lead.data && (
          <StatusBadge tone={leadTone(lead.data.status_label)}>{lead.data.status_label}</StatusBadge>
        )}
        {lead.data && !editing && (
          <button ref={button} type="button" className={`button ${styles.edit}`} onClick={start}>
            Edit
          </button>
        )}
      </header>
      <output className="visually-hidden">{update.isSuccess && 'Saved.'}</output>
      {update.isError && (
        <FailureNotice
          title="Your change was not saved, and was taken back."
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
        <LeadForm
          lead={lead.data}
          onCancel={stop}
          onSave={(body) => {
            update.mutate({ id, body });
            stop();
          }}
        />
      )}
      {lead.data?.description && !editing && <p className={styles.about}>{lead.data.description}</p>}
      {lead.data && <LeadDetails lead={lead.data} />}
    </article>
  );
}

/** Back keeps the search that the list was filtered by. */
function useBackLink(): { to: string; go: () => void } {
  const [, navigate] = useLocation();
  const search = useSearch();
  const to = search ? `/leads?${search}` : '/leads';
  return { to, go: () => navigate(to) };
}
