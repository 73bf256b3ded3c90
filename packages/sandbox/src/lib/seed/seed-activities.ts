import type { ActivityRow } from '../model/rows/activity-row.ts';
import { dayMs } from '../model/close-timestamp.ts';
import { formSubmissionFields } from '../model/fields/form-fields.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import type { OpportunityRow } from '../model/rows/opportunity-row.ts';
import {
  leadStatusChangeFields,
  opportunityStatusChangeFields,
} from '../model/fields/status-change-fields.ts';
import { workingMoment } from './lead-seed.ts';
import type { LeadHistory } from './lead-seed.ts';
import type { Random } from '../base/random.ts';
import { seedActivity, seedConversation } from './seed-conversation.ts';
import type { TimelineSeed } from './seed-conversation.ts';

/** Seeds the timeline of a lead: its creation, conversations, status changes and completed tasks. */
export function seedActivities(
  data: TimelineSeed['data'],
  random: Random,
  history: LeadHistory,
): readonly ActivityRow[] {
  const { lead, contact } = history;
  const start = Date.parse(lead.date_created);
  const end = Date.parse(lead.date_updated);
  const owner = random.pickEarly(data.users.all());
  const seed: TimelineSeed = { data, random, lead, owner, end, contact, usedTexts: new Set() };
  const created = seedActivity(seed, 'Created', {
    at: start,
    own: { source: creationSource(lead.source), import_id: null },
  });
  const possible = 1 + Math.floor((end - start) / (dayMs / 2));
  const talks = Array.from({ length: Math.min(random.between(2, 8), possible) }, () =>
    seedConversation(seed, workingMoment(random, start, end)),
  );
  return [
    created,
    ...talks.flat(),
    ...seedStatusChange(seed, start),
    ...seedMoves(seed, history),
    ...seedFinished(seed, history),
    ...seedArrival(seed, start),
  ];
}

function creationSource(source: string | null): string {
  return source === 'Import' ? 'import' : source === 'Website' ? 'webform' : 'ui';
}

/** Seeds the change from the first lead status to the current one. */
function seedStatusChange(seed: TimelineSeed, start: number): ActivityRow[] {
  const { data, lead, random, end } = seed;
  const [first] = data.leadStatuses.all();
  if (
    first === undefined ||
    first.id === lead.status_id ||
    data.leadStatuses.get(lead.status_id) === undefined
  )
    return [];
  const own = leadStatusChangeFields(data, first.id, lead.status_id);
  return [seedActivity(seed, 'LeadStatusChange', { at: workingMoment(random, start, end), own })];
}

function seedMoves(seed: TimelineSeed, { opportunities }: LeadHistory): ActivityRow[] {
  return opportunities.flatMap((row) => {
    const first = firstStageOf(seed.data, row);
    if (first === undefined || first === row.status_id) return [];
    const own = opportunityStatusChangeFields(seed.data, row, first);
    return [
      seedActivity(seed, 'OpportunityStatusChange', {
        at: Date.parse(row.date_updated),
        own,
        userId: row.user_id,
      }),
    ];
  });
}

function firstStageOf(
  data: Pick<OrganizationData, 'opportunityStatuses'>,
  { status_id }: OpportunityRow,
): string | undefined {
  const pipelineId = data.opportunityStatuses.get(status_id)?.pipeline_id;
  return data.opportunityStatuses.all().find(({ pipeline_id }) => pipeline_id === pipelineId)?.id;
}

function seedFinished(seed: TimelineSeed, { finishedTasks }: LeadHistory): ActivityRow[] {
  return finishedTasks.map((task) => {
    const own = { task_id: task.id, task_text: task.text ?? '', task_assigned_to: task.assigned_to };
    const at = Date.parse(task.date_updated);
    return seedActivity(seed, 'TaskCompleted', { at, own, userId: task.assigned_to });
  });
}

/** Seeds what a lead of the website or of an import began with. */
function seedArrival(seed: TimelineSeed, at: number): ActivityRow[] {
  const { lead, data } = seed;
  if (lead.source === 'Website') {
    return [seedActivity(seed, 'FormSubmission', { at, own: formSubmissionFields(data) })];
  }
  if (lead.source !== 'Import') return [];
  return [seedActivity(seed, 'ImportUpdate', { at, own: { import_id: null, reverted: false } })];
}
