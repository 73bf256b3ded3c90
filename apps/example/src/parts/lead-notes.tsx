import { useCloseQuery } from '@closekit/react';
import { formatDate } from '../format-date.ts';
import styles from './card-list.module.css';
import { FailureNotice } from './failure-notice.tsx';
import { NoteForm } from './note-form.tsx';
import { Section } from './section.tsx';
import { Skeleton } from './skeleton.tsx';

export function LeadNotes({ leadId }: { readonly leadId: string }) {
  const notes = useCloseQuery((read) => read.activities.notes.list({ lead_id: [leadId], _limit: 20 }));
  return (
    <Section title="Notes" count={notes.data?.data.length}>
      {notes.isPending && <Skeleton lines={3} label="Loading notes…" />}
      {notes.isLoadingError && (
        <FailureNotice
          title="The notes could not be loaded."
          error={notes.error}
          onRetry={() => void notes.refetch()}
        />
      )}
      <NoteForm leadId={leadId} />
      {notes.data !== undefined && notes.data.data.length > 0 && (
        <ul className={styles.list}>
          {notes.data.data.map((note) => (
            <li key={note.id} className={styles.item}>
              <p className={styles.note}>{note.note}</p>
              <p className={styles.soft}>
                {note.user_name} · {formatDate(note.date_created)}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
