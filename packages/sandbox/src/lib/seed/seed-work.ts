import type { Random } from '../base/random.ts';
import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import { newOpportunityRow, newTaskRow } from '../model/rows/record-rows.ts';
import type { OpportunityRow, TaskRow, OpportunityStatusRow } from '../model/rows/record-rows.ts';
import { dayOf, seedOrigin, workingMoment } from './lead-seed.ts';
import type { LeadSeed, SeedOwner, SeedScene } from './lead-seed.ts';
import { taskTexts } from './words.ts';

const daysUntilDecided = 110;
const daysUntilRenewal = 200;
const winRate = 0.42;

/** Seeds an opportunity: the older it is, the more advanced its stage, and most old ones are won or lost. */
export function seedOpportunity(seed: LeadSeed, { lead, contacts }: SeedOwner): OpportunityRow {
  const { scene, random, createdAt, now } = seed;
  const openedAt = createdAt + random.next() * (now - createdAt);
  const ageDays = (now - openedAt) / dayMs;
  const isRenewal = (openedAt - createdAt) / dayMs > daysUntilRenewal && random.chance(0.5);
  const stages = stagesOf(scene, isRenewal);
  const active = stages.filter(({ type }) => type === 'active');
  const outcome = drawOutcome(random, ageDays);
  const stage =
    outcome === 'active' ? drawStage(random, active, ageDays) : stages.find(({ type }) => type === outcome);
  const row = newOpportunityRow(seedOrigin(seed, 'oppo_', openedAt), lead.id, stage?.id ?? '');
  row.contact_id = contacts[0]?.id ?? null;
  row.user_id = random.pickEarly(scene.users.all()).id;
  setTerms(row, seed, isRenewal);
  row.confidence = outcome === 'won' ? 100 : 0;
  if (stage?.type === 'active') {
    const progress = active.indexOf(stage) + random.next();
    row.confidence = Math.round((10 + (80 / active.length) * progress) / 5) * 5;
  }
  const decidedAt = openedAt + Math.min(random.between(6, 95) * dayMs, random.next() * (now - openedAt));
  const updatedAt = outcome === 'active' ? openedAt + random.next() * (now - openedAt) : decidedAt;
  row.date_updated = closeTimestamp(updatedAt);
  if (outcome === 'lost') row.date_lost = row.date_updated;
  if (outcome === 'won') sign(scene, row);
  if (outcome === 'active') row.date_won = drawExpectedDay(random, openedAt, now);
  return row;
}

function stagesOf(scene: SeedScene, isRenewal: boolean): readonly OpportunityStatusRow[] {
  const pipelines = scene.pipelines.all();
  const pipeline = (isRenewal ? pipelines[1] : undefined) ?? pipelines[0];
  return scene.opportunityStatuses.all().filter(({ pipeline_id }) => pipeline_id === pipeline?.id);
}

function drawOutcome(random: Random, ageDays: number): OpportunityStatusRow['type'] {
  if (!random.chance(Math.min(0.97, ageDays / daysUntilDecided))) return 'active';
  return random.chance(winRate) ? 'won' : 'lost';
}

function drawStage<T>(random: Random, active: readonly T[], ageDays: number): T | undefined {
  const progress = random.next() ** 1.7 * active.length + ageDays / (2 * daysUntilDecided);
  return active[Math.min(active.length - 1, Math.floor(progress))];
}

function setTerms(row: OpportunityRow, { plan, random }: LeadSeed, isRenewal: boolean): void {
  const deal = random.pick(plan.deals);
  const amount = deal.low + random.next() ** 2 * (deal.high - deal.low);
  const isOddSum = random.chance(0.08);
  const cents = Math.round(isOddSum ? amount * 100 : Math.round(amount / 50) * 5000);
  row.value = random.chance(0.04) ? null : cents;
  row.value_period = isRenewal && deal.period === 'one_time' ? 'annual' : deal.period;
  const name = isRenewal ? `Renewal: ${deal.name.toLowerCase()}` : deal.name;
  row.note = random.chance(0.08) ? null : random.chance(0.25) ? `${name}. ${random.pick(dealDetails)}` : name;
}

const dealDetails = [
  'Finance wants to pay in three parts.',
  'Needs to be in place before the season starts.',
  'The competitor is 10 % cheaper, but six weeks slower.',
  'Depends on the budget of the parent company, which is decided at the end of the quarter; until then nobody signs anything, and everybody is very friendly.',
  'Verbal yes, contract is with their lawyer.',
] as const;

/** The expected close date: mostly in the coming months, sometimes in the past. */
function drawExpectedDay(random: Random, openedAt: number, now: number): string | null {
  if (random.chance(0.06)) return null;
  const planned = openedAt + random.between(25, 150) * dayMs;
  const isPostponed = planned < now && random.chance(0.8);
  return dayOf(isPostponed ? now + random.between(2, 100) * dayMs : planned);
}

function sign(scene: SeedScene, row: OpportunityRow): void {
  row.date_won = row.date_updated.slice(0, 10);
  const field = scene.customFields.opportunity.find(({ type }) => type === 'date');
  if (field !== undefined) row[`custom.${field.id}`] = row.date_won;
}

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
