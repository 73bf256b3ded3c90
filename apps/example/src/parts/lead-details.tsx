import type { Lead } from '@closekit/client/models';
import { LeadContacts } from './lead-contacts.tsx';
import styles from './lead-details.module.css';
import { LeadFacts } from './lead-facts.tsx';
import { LeadOpportunities } from './lead-opportunities.tsx';
import { LeadTasks } from './lead-tasks.tsx';
import { LeadTimeline } from './lead-timeline.tsx';

/** The facts, contacts, opportunities, tasks and timeline of a lead. */
export function LeadDetails({ lead }: { readonly lead: Lead }) {
  return (
    <div className={styles.details}>
      <LeadFacts lead={lead} />
      <LeadContacts contacts={lead.contacts ?? []} />
      <LeadOpportunities opportunities={lead.opportunities ?? []} />
      <LeadTasks leadId={lead.id} />
      <LeadTimeline leadId={lead.id} />
    </div>
  );
}
