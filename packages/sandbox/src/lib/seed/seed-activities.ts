import type { ActivityRow } from '../model/rows/record-rows.ts';
import { dayMs } from '../model/close-timestamp.ts';
import { formSubmissionFields } from '../model/fields/form-fields.ts';
import { leadStatusChangeFields } from '../model/fields/status-change-fields.ts';
import { opportunityStatusChangeFields } from '../model/fields/status-change-fields.ts';
import { workingMoment } from './lead-seed.ts';
import type { SeededLead, SeedScene } from './lead-seed.ts';
import type { Random } from '../base/random.ts';
import { seedActivity, seedConversation, withContact } from './seed-conversation.ts';
import type { TimelineSeed } from './seed-conversation.ts';

/** Seeds the timeline of a lead: its creation, conversations, status changes and completed tasks. */
export function seedActivities(scene: SeedScene, random: Random, seeded: SeededLead): readonly ActivityRow[] {
  const { lead, contacts } = seeded;
  const start = Date.parse(lead.date_created);
  const end = Date.parse(lead.date_updated);
  const owner = random.pickEarly(scene.users.all());
  const [contact] = contacts;
  const seed: TimelineSeed = { scene, random, lead, owner, end, contact, usedTexts: new Set() };
  const origin = { source: creationSource(lead.source), import_id: null };
  const created = seedActivity(seed, 'Created', { at: start, own: origin });
  const possible = 1 + Math.floor((end - start) / (dayMs / 2));
  const talks = Array.from({ length: Math.min(random.between(2, 8), possible) }, () =>
    seedConversation(seed, workingMoment(random, start, end)),
  );
  return [
    created,
    ...talks.flat(),
    ...seedStatusChange(seed, start),
    ...seedMoves(seed, seeded),
    ...seedFinished(seed, seeded),
    ...seedArrival(seed, Math.min(start + 1000, end)),
  ];
}

function creationSource(source: string | null): string {
  return source === 'Import' ? 'import' : source === 'Website' ? 'webform' : 'ui';
}

function seedStatusChange(seed: TimelineSeed, start: number): ActivityRow[] {
  const { scene, lead, random, end } = seed;
  const [first] = scene.leadStatuses.all();
  if (first === undefined || first.id === lead.status_id) return [];
  const own = leadStatusChangeFields(scene, first.id, lead.status_id);
  return [seedActivity(seed, 'LeadStatusChange', { at: workingMoment(random, start, end), own })];
}

function seedMoves(seed: TimelineSeed, { opportunities }: SeededLead): ActivityRow[] {
  const { opportunityStatuses } = seed.scene;
  return opportunities.flatMap((row) => {
    const current = opportunityStatuses.get(row.status_id);
    const first = opportunityStatuses.all().find((status) => status.pipeline_id === current?.pipeline_id);
    if (first === undefined || first === current) return [];
    const own = opportunityStatusChangeFields(seed.scene, row, first.id);
    const at = Date.parse(row.date_updated);
    return [seedActivity(seed, 'OpportunityStatusChange', { at, own, userId: row.user_id })];
  });
}

function seedFinished(seed: TimelineSeed, { tasks }: SeededLead): ActivityRow[] {
  const finished = tasks.filter(({ is_complete }) => is_complete);
  return finished.map((task) => {
    const own = { task_id: task.id, task_text: task.text ?? '', task_assigned_to: task.assigned_to };
    const at = Date.parse(task.date_updated);
    return seedActivity(seed, 'TaskCompleted', { at, own, userId: task.assigned_to });
  });
}

function seedArrival(seed: TimelineSeed, at: number): ActivityRow[] {
  const { lead, scene } = seed;
  if (lead.source === 'Website') {
    const own = formSubmissionFields(scene);
    return withContact(seed, [seedActivity(seed, 'FormSubmission', { at, own })]);
  }
  if (lead.source !== 'Import') return [];
  return [seedActivity(seed, 'ImportUpdate', { at, own: { import_id: null, reverted: false } })];
}
