import { authoredBy } from './authorship.ts';
import type { StoredRow, Origin } from './authorship.ts';

export interface TaskRow extends StoredRow {
  _type: 'lead' | 'outgoing_call';
  lead_id: string;
  contact_id: string | null;
  assigned_to: string;
  text: string | null;
  /** A date, or a date with time. */
  date: string | null;
  due_date: string | null;
  is_complete: boolean;
  is_dateless: boolean;
  priority: 'high' | 'medium';
  resolution: 'abandoned' | 'skipped' | null;
}

/** Creates an open task of a lead, due on the day of its creation. */
export function newTaskRow(origin: Origin, leadId: string): TaskRow {
  const day = origin.at.slice(0, 10);
  return {
    ...authoredBy(origin),
    _type: 'lead',
    lead_id: leadId,
    contact_id: null,
    assigned_to: origin.userId,
    text: null,
    date: day,
    due_date: day,
    is_complete: false,
    is_dateless: false,
    priority: 'medium',
    resolution: null,
  };
}
