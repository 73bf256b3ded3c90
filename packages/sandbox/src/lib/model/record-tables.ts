import type { ActivityRow } from './rows/activity-row.ts';
import type { ContactRow } from './rows/contact-row.ts';
import type { LeadRow } from './rows/lead-row.ts';
import type { OpportunityRow } from './rows/opportunity-row.ts';
import type { TaskRow } from './rows/task-row.ts';
import type { Table } from './table.ts';

export interface RecordTables {
  readonly leads: Table<LeadRow>;
  readonly contacts: Table<ContactRow>;
  readonly opportunities: Table<OpportunityRow>;
  readonly tasks: Table<TaskRow>;
  readonly activities: Table<ActivityRow>;
}
