import type { Opportunity } from '@closekit/client/models';
import { formatDate } from '../format-date.ts';
import { formatMoney } from '../format-money.ts';
import styles from './card-list.module.css';
import { Section } from './section.tsx';
import { StatusBadge } from './status-badge.tsx';

/** Badge tone of each status type. */
const stageTones = { active: 'progress', won: 'positive', lost: 'negative' } as const;
const periods = { one_time: 'one time', monthly: 'a month', annual: 'a year' } as const;

export function LeadOpportunities({ opportunities }: { readonly opportunities: readonly Opportunity[] }) {
  return (
    <Section title="Opportunities" count={opportunities.length}>
      {opportunities.length === 0 && <p className={styles.none}>No opportunities yet.</p>}
      {opportunities.length > 0 && (
        <ul className={styles.list}>
          {opportunities.map((opportunity) => (
            <li key={opportunity.id} className={styles.item}>
              <div>
                <StatusBadge tone={stageTones[opportunity.status_type ?? 'active']}>
                  {opportunity.status_label}
                </StatusBadge>
                <p className={styles.soft}>{details(opportunity)}</p>
              </div>
              <p className={styles.numbers}>
                <span className={styles.strong}>
                  {formatMoney(opportunity.value, opportunity.value_currency)}
                </span>
                <br />
                <span className={styles.soft}>{periods[opportunity.value_period ?? 'one_time']}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function details({ confidence, date_won: day, status_type: type, user_name: owner }: Opportunity): string {
  const expected = day && `${type === 'won' ? 'won' : 'expected'} ${formatDate(day)}`;
  return [`${confidence}% likely`, expected, owner].filter(Boolean).join(' · ');
}
