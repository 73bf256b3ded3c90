import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import { newTaskRow } from '../model/rows/task-row.ts';
import type { TaskRow } from '../model/rows/task-row.ts';
import { dayOf, seedOrigin, workingMoment } from './lead-seed.ts';
import type { LeadSeed, SeededLead, SeedScene } from './lead-seed.ts';
import type { Random } from '../base/random.ts';
import { taskTexts } from './words.ts';

type TaskOwner = Pick<SeededLead, 'lead' | 'contacts'>;

const recentLeadDays = 60;

/** Seeds the tasks of a lead: open ones, more of them for a new lead, and completed ones. */
export function seedTasks(scene: SeedScene, seed: LeadSeed, owner: TaskOwner): TaskRow[] {
  const { random, createdAt, now } = seed;
  const isRecent = (now - createdAt) / dayMs < recentLeadDays;
  const open = isRecent ? random.pickEarly([1, 2, 3]) : random.pickEarly([0, 0, 1, 2]);
  const openTasks = Array.from({ length: open }, () => seedOpenTask(scene, seed, owner));
  const finished = random.pickEarly([0, 0, 1, 2]);
  return [...openTasks, ...Array.from({ length: finished }, () => seedFinishedTask(scene, seed, owner))];
}

function seedOpenTask(scene: SeedScene, seed: LeadSeed, owner: TaskOwner): TaskRow {
  const { random, createdAt, now } = seed;
  const task = drawTask(scene, seed, {
    ...owner,
    at: workingMoment(random, Math.max(createdAt, now - 20 * dayMs), now),
  });
  const day = dayOf(now + random.between(-6, 24) * dayMs);
  if (random.chance(0.07)) Object.assign(task, { is_dateless: true, date: day, due_date: null });
  else setDue(task, random.chance(0.2) ? `${day}T${random.between(14, 23)}:30:00+00:00` : day);
  return task;
}

function seedFinishedTask(scene: SeedScene, seed: LeadSeed, owner: TaskOwner): TaskRow {
  const { random, createdAt, now } = seed;
  const at = workingMoment(random, createdAt, now);
  const doneAt = workingMoment(random, at, Math.min(now, at + 9 * dayMs));
  const task = drawTask(scene, seed, { ...owner, at });
  setDue(task, dayOf(at + random.between(1, 7) * dayMs));
  task.is_complete = true;
  task.date_updated = closeTimestamp(doneAt);
  task.updated_by = task.assigned_to;
  return task;
}

function drawTask(
  scene: SeedScene,
  { random }: LeadSeed,
  { lead, contacts, at }: TaskOwner & { at: number },
): TaskRow {
  const task = newTaskRow(seedOrigin(scene, random, ['task_', at]), lead.id);
  const [contact] = contacts;
  task.assigned_to = random.pickEarly(scene.users.all()).id;
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
