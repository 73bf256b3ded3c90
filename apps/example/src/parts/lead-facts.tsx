import type { Lead } from '@closekit/client/models';
import { formatDate } from '../format-date.ts';
import styles from './lead-facts.module.css';

/** The website and location of a lead, and when it was added. */
export function LeadFacts({ lead }: { readonly lead: Lead }) {
  return (
    <dl className={styles.facts}>
      {lead.url && (
        <div>
          <dt>Website</dt>
          <dd>
            <a href={safeUrl(lead.url)} target="_blank" rel="noreferrer">
              {lead.url.replace(/^https?:\/\//, '')}
            </a>
          </dd>
        </div>
      )}
      {lead.primary_address_summary && (
        <div>
          <dt>Location</dt>
          <dd>{lead.primary_address_summary}</dd>
        </div>
      )}
      <div>
        <dt>Added</dt>
        <dd>
          {formatDate(lead.date_created)}
          {lead.created_by_name && ` by ${lead.created_by_name}`}
        </dd>
      </div>
    </dl>
  );
}

/** The address is user input, so only web addresses become links. */
function safeUrl(url: string): string | undefined {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}
