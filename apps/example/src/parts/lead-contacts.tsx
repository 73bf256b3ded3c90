import type { Contact } from '@closekit/client/models';
import { Avatar } from './avatar.tsx';
import styles from './card-list.module.css';
import { Section } from './section.tsx';

export function LeadContacts({ contacts }: { readonly contacts: readonly Contact[] }) {
  return (
    <Section title="Contacts" count={contacts.length}>
      {contacts.length === 0 && <p className={styles.none}>No contacts yet.</p>}
      {contacts.length > 0 && (
        <ul className={styles.list}>
          {contacts.map((contact) => (
            <li key={contact.id} className={`${styles.item} ${styles.person}`}>
              <Avatar round name={contact.display_name} />
              <div>
                <p className={styles.strong}>{contact.display_name}</p>
                <p className={styles.soft}>{contact.title}</p>
              </div>
              <p className={styles.links}>
                {contact.emails?.map(({ email }) => (
                  <a key={email} href={`mailto:${email}`}>
                    {email}
                  </a>
                ))}
                {contact.phones?.map(({ phone, phone_formatted: formatted }) => (
                  <a key={phone} href={`tel:${phone}`}>
                    {formatted ?? phone}
                  </a>
                ))}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
