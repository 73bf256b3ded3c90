import type { Lead } from '@closekit/client/models';
import { LeadContacts } from './lead-contacts.tsx';
import styles from './lead-details.module.css';
import { LeadFacts } from './lead-facts.tsx';
import { LeadNotes } from './lead-notes.tsx';
import { LeadOpportunities } from './lead-opportunities.tsx';

/** Everything about a lead that comes with it, and its notes. */
export function LeadDetails({ lead }: { readonly lead: Lead }) {
  return (
    <div className={styles.details}>
      <LeadFacts lead={lead} />
      <LeadContacts contacts={lead.contacts ?? []} />
      <LeadOpportunities opportunities={lead.opportunities ?? []} />
      <LeadNotes leadId={lead.id} />
    </div>
  );
}
