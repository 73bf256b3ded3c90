import type { OrganizationData } from '../../model/organization-data.ts';
import type { TaskRow } from '../../model/rows/task-row.ts';
import { contactName } from './contact.ts';
import { authorNames, userName } from './parts.ts';

const dateLength = 'YYYY-MM-DD'.length;

/** Renders a task. `today` determines its view. */
export function renderTask(data: OrganizationData, row: TaskRow, today: string): object {
  return {
    ...row,
    due_date: row.due_date?.length === dateLength ? `${row.due_date}T00:00:00+00:00` : row.due_date,
    view: taskView(row, today),
    assigned_to_name: userName(data, row.assigned_to) ?? '',
    contact_name: contactName(data, row.contact_id),
    lead_name: data.leads.get(row.lead_id)?.name ?? null,
    object_id: null,
    object_type: null,
    deduplication_key: null,
    is_primary_lead_notification: true,
    agent_config_id: null,
    ...authorNames(data, row),
  };
}

/** The view of Close's inbox that shows a task. */
export function taskView({ is_complete, date }: TaskRow, today: string): 'inbox' | 'future' | 'archive' {
  if (is_complete) return 'archive';
  return date !== null && date.slice(0, 10) > today ? 'future' : 'inbox';
}
