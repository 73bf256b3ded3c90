import { useCloseMutation } from '@closekit/react';
import { useId } from 'react';
import type { FormEvent } from 'react';
import { FailureNotice } from './failure-notice.tsx';
import styles from './note-form.module.css';

/** Adds a note. The text stays in the field until Close has stored it. */
export function NoteForm({ leadId }: { readonly leadId: string }) {
  const id = useId();
  const create = useCloseMutation((write) => write.activities.notes.create());
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const note = new FormData(form).get('note');
    if (typeof note === 'string' && note.trim() !== '')
      create.mutate({ body: { lead_id: leadId, note } }, { onSuccess: () => form.reset() });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <label htmlFor={id} className="visually-hidden">
        New note
      </label>
      <textarea id={id} name="note" className="input" rows={2} placeholder="Write a note…" required />
      <button type="submit" className="button" disabled={create.isPending}>
        {create.isPending ? 'Adding…' : 'Add note'}
      </button>
      {create.isError && <FailureNotice title="The note was not added." error={create.error} />}
    </form>
  );
}
