import type { Lead, LeadUpdate } from '@closekit/client/models';
import { useCloseQuery } from '@closekit/react';
import { type FormEvent, useEffect, useId, useRef } from 'react';
import styles from './lead-form.module.css';

interface LeadFormProps {
  readonly lead: Lead;
  readonly onSave: (changes: LeadUpdate) => void;
  readonly onCancel: () => void;
}

/** Name, status and description. Only what was changed is sent: Close leaves the rest as it is. */
export function LeadForm({ lead, onSave, onCancel }: LeadFormProps) {
  const id = useId();
  const firstField = useRef<HTMLInputElement>(null);
  const statuses = useCloseQuery((read) => read.leadStatuses.list(), { staleTime: 300_000 });
  useEffect(() => {
    firstField.current?.focus();
  }, []);
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const changes = changesIn(new FormData(event.currentTarget), lead);
    if (Object.keys(changes).length > 0) onSave(changes);
    else onCancel();
  };
  return (
    <form className={styles.form} aria-label="Edit lead" onSubmit={save}>
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        ref={firstField}
        id={`${id}-name`}
        name="name"
        className="input"
        required
        autoComplete="off"
        defaultValue={lead.name ?? ''}
      />
      <label htmlFor={`${id}-status`}>Status</label>
      <select
        key={statuses.status}
        id={`${id}-status`}
        name="status_id"
        className="input"
        defaultValue={lead.status_id}
      >
        {(statuses.data?.data ?? [{ id: lead.status_id, label: lead.status_label }]).map((status) => (
          <option key={status.id} value={status.id}>
            {status.label}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-description`}>Description</label>
      <textarea
        id={`${id}-description`}
        name="description"
        className="input"
        rows={4}
        defaultValue={lead.description ?? ''}
      />
      <div className={styles.actions}>
        <button type="submit" className="button button-primary">
          Save
        </button>
        <button type="button" className="button" onClick={onCancel}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function changesIn(form: FormData, lead: Lead): LeadUpdate {
  const entries = (['name', 'status_id', 'description'] as const).map(
    (field) => [field, text(form, field)] as const,
  );
  return Object.fromEntries(entries.filter(([field, value]) => value !== (lead[field] ?? '')));
}

/** Forms send line breaks as CR LF. */
function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}
