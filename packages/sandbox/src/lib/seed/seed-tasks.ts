import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import type { LeadRow } from '../model/rows/lead-row.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import { newTaskRow } from '../model/rows/task-row.ts';
import type { TaskRow } from '../model/rows/task-row.ts';
import { dayOf, seedOrigin, workingMoment } from './lead-seed.ts';
import type { LeadSeed } from './lead-seed.ts';
import type { Random } from '../base/random.ts';
import { taskTexts } from './words.ts';

const recentLeadDays = 60;

/** Seeds the tasks of a lead: open ones, more of them for a new lead, and completed ones. */
export function seedTasks(data: OrganizationData, seed: LeadSeed, lead: LeadRow): void {
  const { random, createdAt, now } = seed;
  const isRecent = (now - createdAt) / dayMs < recentLeadDays;
  const open = isRecent ? random.pickEarly([1, 2, 3]) : random.pickEarly([0, 0, 1, 2]);
  for (let count = open; count > 0; count -= 1) seedOpenTask(data, seed, lead);
  for (let count = random.pickEarly([0, 0, 1, 2]); count > 0; count -= 1) seedFinishedTask(data, seed, lead);
}

function seedOpenTask(data: OrganizationData, seed: LeadSeed, lead: LeadRow): void {
  const { random, createdAt, now } = seed;
  const task = drawTask(data, seed, {
    lead,
    at: workingMoment(random, Math.max(createdAt, now - 20 * dayMs), now),
  });
  const day = dayOf(now + random.between(-6, 24) * dayMs);
  if (random.chance(0.07)) Object.assign(task, { is_dateless: true, date: day, due_date: null });
  else setDue(task, random.chance(0.2) ? `${day}T${random.between(14, 23)}:30:00+00:00` : day);
  data.tasks.add(task);
}

function seedFinishedTask(data: OrganizationData, seed: LeadSeed, lead: LeadRow): void {
  const { random, createdAt, now } = seed;
  const at = workingMoment(random, createdAt, now);
  const doneAt = workingMoment(random, at, Math.min(now, at + 9 * dayMs));
  const task = drawTask(data, seed, { lead, at });
  setDue(task, dayOf(at + random.between(1, 7) * dayMs));
  task.is_complete = true;
  task.date_updated = closeTimestamp(doneAt);
  task.updated_by = task.assigned_to;
  data.tasks.add(task);
}

function drawTask(
  data: OrganizationData,
  { random }: LeadSeed,
  { lead, at }: { lead: LeadRow; at: number },
): TaskRow {
  const task = newTaskRow(seedOrigin(data, random, ['task_', at]), lead.id);
  const contact = data.contacts.ofLead(lead.id)[0];
  task.assigned_to = random.pickEarly(data.users.all()).id;
  task.text = random.pick(taskTexts);
  task.contact_id = random.chance(0.4) ? (contact?.id ?? null) : null;
  task.priority = random.chance(0.15) ? 'high' : 'medium';
  if (isCall(random, contact?.phones.length)) Object.assign(task, { _type: 'outgoing_call' });
  return task;
}

function isCall(random: Random, phones = 0): boolean {
  return phones > 0 && random.chance(0.12);
}

function setDue(task: TaskRow, due: string): void {
  task.date = due;
  task.due_date = due;
}
