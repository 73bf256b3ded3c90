import { useCloseQuery } from '@closekit/react';
import type { KeyboardEvent } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { useEditing } from '../hooks/use-editing.ts';
import { useUpdateLead } from '../hooks/use-update-lead.ts';
import { leadTone } from '../lead-tone.ts';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { Icon } from '../parts/icon.tsx';
import { LeadContacts } from '../parts/lead-contacts.tsx';
import { LeadFacts } from '../parts/lead-facts.tsx';
import { LeadForm } from '../parts/lead-form.tsx';
import { LeadNotes } from '../parts/lead-notes.tsx';
import { LeadOpportunities } from '../parts/lead-opportunities.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { StatusBadge } from '../parts/status-badge.tsx';
import styles from './lead-screen.module.css';

/** One lead: read it, edit it. Saving shows at once; a refusal takes it back and says why. */
export function LeadScreen({ id }: { readonly id: string }) {
  const lead = useCloseQuery((read) => read.leads.get(id));
  const update = useUpdateLead();
  const { editing, ...edit } = useEditing();
  const back = useBackLink();
  const leaveOnEscape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    if (editing) edit.stop();
    else back.go();
  };
  return (
    <article className={styles.screen} aria-label="Lead" onKeyDown={leaveOnEscape}>
      <Link to={back.to} className={styles.back}>
        <Icon name="back" size={16} /> All leads
      </Link>
      <header className={styles.head}>
        <PageTitle level={2} title={lead.data?.display_name ?? 'Lead'} />
        {lead.data && <StatusBadge tone={leadTone(lead.data.status_label)}>{lead.data.status_label}</StatusBadge>}
        {lead.data && !editing && (
          <button ref={edit.button} type="button" className={`button ${styles.edit}`} onClick={edit.start}>
            Edit
          </button>
        )}
      </header>
      <p role="status" className="visually-hidden">
        {update.isSuccess && 'Saved.'}
      </p>
      {update.isError && (
        <FailureNotice
          title="Your change was not saved, and was taken back."
          error={update.error}
          onRetry={() => update.mutate(update.variables)}
        />
      )}
      {lead.isPending && <Skeleton lines={8} label="Loading the lead…" />}
      {lead.isLoadingError && (
        <FailureNotice title="The lead could not be loaded." error={lead.error} onRetry={() => void lead.refetch()} />
      )}
      {lead.data && editing && (
        <LeadForm
          lead={lead.data}
          onCancel={edit.stop}
          onSave={(body) => {
            update.mutate({ id, body });
            edit.stop();
          }}
        />
      )}
      {lead.data?.description && !editing && <p className={styles.about}>{lead.data.description}</p>}
      {lead.data && (
        <div className={styles.parts}>
          <LeadFacts lead={lead.data} />
          <LeadContacts contacts={lead.data.contacts ?? []} />
          <LeadOpportunities opportunities={lead.data.opportunities ?? []} />
          <LeadNotes leadId={id} />
        </div>
      )}
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
