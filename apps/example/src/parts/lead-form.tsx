import type { Lead, LeadUpdate } from '@closekit/client/models';
import { useEffect, useId, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { Draft } from '../hooks/use-draft.ts';
import { useLeadStatuses } from '../hooks/use-lead-statuses.ts';
import styles from './lead-form.module.css';
import { Select } from './select.tsx';

interface LeadFormProps {
  readonly lead: Lead;
  readonly draft: Draft;
  readonly onSave: (changes: LeadUpdate) => void;
  readonly onCancel: () => void;
}

const fields = ['name', 'status_id', 'description'] as const;

/** Edits name, status and description. Only changed fields are sent; Close leaves the others as they are. */
export function LeadForm({ lead, draft, onSave, onCancel }: LeadFormProps) {
  const id = useId();
  const firstField = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  // The lead as it was when editing started: later changes by others are not overwritten.
  const [before] = useState(lead);
  const [start] = useState(() => ({ ...before, ...draft.read() }));
  const statuses = useLeadStatuses() ?? [{ id: start.status_id, label: start.status_label ?? '' }];
  useEffect(() => firstField.current?.focus(), []);
  const save = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const changes = changesIn(new FormData(event.currentTarget), before);
    if (Object.keys(changes).length > 0) onSave(changes);
    else onCancel();
  };
  const keep = (): void => {
    if (form.current) draft.write(form.current);
  };
  return (
    <form ref={form} className={styles.form} aria-label="Edit lead" onSubmit={save} onInput={keep}>
      <label htmlFor={`${id}-name`}>Name</label>
      <input
        ref={firstField}
        id={`${id}-name`}
        name="name"
        className="input"
        required
        autoComplete="off"
        defaultValue={start.name ?? ''}
      />
      <Select
        className={styles.select}
        label="Status"
        name="status_id"
        options={statuses}
        defaultValue={start.status_id}
        onChange={() => requestAnimationFrame(keep)}
      />
      <label htmlFor={`${id}-description`}>Description</label>
      <textarea
        id={`${id}-description`}
        name="description"
        className="input"
        rows={4}
        defaultValue={start.description ?? ''}
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
  const entries = fields.map((field) => [field, text(form, field)] as const);
  return Object.fromEntries(entries.filter(([field, value]) => value !== (lead[field] ?? '')));
}

/** Forms send line breaks as CR LF. */
function text(form: FormData, field: string): string {
  const value = form.get(field);
  return typeof value === 'string' ? value.replaceAll('\r\n', '\n').trim() : '';
}
