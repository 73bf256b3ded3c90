import { useCloseMutation } from '@closekit/react';
import { useId } from 'react';
import type { FormEvent } from 'react';
import { FailureNotice } from './failure-notice.tsx';
import styles from './task-form.module.css';

/** Adds a task. The fields keep their values until Close has stored it. */
export function TaskForm({ leadId }: { readonly leadId: string }) {
  const id = useId();
  const create = useCloseMutation((write) => write.tasks.create());
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const { text, date } = Object.fromEntries(new FormData(form));
    if (typeof text !== 'string' || text.trim() === '') return;
    const due = typeof date === 'string' && date !== '' && { date };
    create.mutate(
      { body: { _type: 'lead', lead_id: leadId, text: text.trim(), ...due } },
      { onSuccess: () => form.reset() },
    );
  };
  return (
    <form className={styles.form} aria-label="New task" onSubmit={submit}>
      <label htmlFor={`${id}-text`} className="visually-hidden">
        Task
      </label>
      <input
        id={`${id}-text`}
        name="text"
        className="input"
        placeholder="Add a task…"
        required
        autoComplete="off"
      />
      <label htmlFor={`${id}-date`} className="visually-hidden">
        Due
      </label>
      <input id={`${id}-date`} name="date" type="date" className="input" />
      <button type="submit" className="button" disabled={create.isPending}>
        {create.isPending ? 'Adding…' : 'Add task'}
      </button>
      {create.isError && <FailureNotice title="The task was not added." error={create.error} />}
    </form>
  );
}
