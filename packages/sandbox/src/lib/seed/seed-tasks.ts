import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import { newTaskRow } from '../model/rows/record-rows.ts';
import type { TaskRow } from '../model/rows/record-rows.ts';
import { dayOf, seedOrigin, workingMoment } from './lead-seed.ts';
import type { LeadSeed, SeedOwner } from './lead-seed.ts';
import { taskTexts } from './words.ts';

const recentLeadDays = 60;

/** Seeds the tasks of a lead: open ones, more of them for a new lead, and completed ones. */
export function seedTasks(seed: LeadSeed, owner: SeedOwner): TaskRow[] {
  const { random, createdAt, now } = seed;
  const isRecent = (now - createdAt) / dayMs < recentLeadDays;
  const open = isRecent ? random.pickEarly([1, 2, 3]) : random.pickEarly([0, 0, 1, 2]);
  const openTasks = Array.from({ length: open }, () => seedOpenTask(seed, owner));
  const finished = random.pickEarly([0, 0, 1, 2]);
  return [...openTasks, ...Array.from({ length: finished }, () => seedFinishedTask(seed, owner))];
}

function seedOpenTask(seed: LeadSeed, owner: SeedOwner): TaskRow {
  const { random, createdAt, now } = seed;
  const at = workingMoment(random, Math.max(createdAt, now - 20 * dayMs), now);
  const task = seedTask(seed, owner, at);
  const day = dayOf(now + random.between(-6, 24) * dayMs);
  if (random.chance(0.07)) return Object.assign(task, { is_dateless: true, date: day, due_date: null });
  const due = random.chance(0.2) ? `${day}T${random.between(14, 23)}:30:00+00:00` : day;
  return Object.assign(task, { date: due, due_date: due });
}

function seedFinishedTask(seed: LeadSeed, owner: SeedOwner): TaskRow {
  const { random, createdAt, now } = seed;
  const at = workingMoment(random, createdAt, now);
  const doneAt = workingMoment(random, at, Math.min(now, at + 9 * dayMs));
  const task = seedTask(seed, owner, at);
  const due = dayOf(at + random.between(1, 7) * dayMs);
  const done = { is_complete: true, date_updated: closeTimestamp(doneAt), updated_by: task.assigned_to };
  return Object.assign(task, { date: due, due_date: due, ...done });
}

function seedTask(seed: LeadSeed, { lead, contacts: [contact] }: SeedOwner, at: number): TaskRow {
  const { random, scene } = seed;
  const task = newTaskRow(seedOrigin(seed, 'task_', at), lead.id);
  task.assigned_to = random.pickEarly(scene.users.all()).id;
  task.text = random.pick(taskTexts);
  task.contact_id = random.chance(0.4) ? (contact?.id ?? null) : null;
  task.priority = random.chance(0.15) ? 'high' : 'medium';
  const isReachable = contact !== undefined && contact.phones.length > 0;
  if (isReachable && random.chance(0.12)) Object.assign(task, { _type: 'outgoing_call' });
  return task;
}
