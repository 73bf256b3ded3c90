import type { ActivityRow } from './rows/activity-row.ts';
import type { ContactRow, LeadRow, OpportunityRow, TaskRow } from './rows/record-rows.ts';
import type { Table } from './table.ts';

export interface RecordTables {
  readonly leads: Table<LeadRow>;
  readonly contacts: Table<ContactRow>;
  readonly opportunities: Table<OpportunityRow>;
  readonly tasks: Table<TaskRow>;
  readonly activities: Table<ActivityRow>;
}
