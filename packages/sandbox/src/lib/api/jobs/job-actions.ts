import type { JobKind } from '../../model/rows/job-row.ts';
import { removeLead } from '../records/merge-leads.ts';
import { editAction } from './edit-action.ts';
import { emailAction } from './email-action.ts';
import type { JobAction } from './job-action.ts';
import { sequenceAction } from './sequence-action.ts';

const deleteAction: JobAction = {
  prefix: 'bulkdelete_',
  start: () => ({ bulk_object_type: 'lead' }),
  apply: ({ data }, _job, { leadId }) => {
    const lead = data.leads.get(leadId);
    if (lead !== undefined) removeLead(data, lead);
  },
};

/** The actions of all kinds. */
export const jobActions: Readonly<Record<JobKind, JobAction>> = {
  delete: deleteAction,
  edit: editAction,
  email: emailAction,
  sequence_subscription: sequenceAction,
};
