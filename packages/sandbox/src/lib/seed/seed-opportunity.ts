import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import { newOpportunityRow } from '../model/rows/opportunity-row.ts';
import type { OpportunityRow } from '../model/rows/opportunity-row.ts';
import type { OpportunityStatusRow } from '../model/rows/status-row.ts';
import { dayOf, seedOrigin } from './lead-seed.ts';
import type { LeadSeed, SeededLead, SeedScene } from './lead-seed.ts';
import type { Random } from '../base/random.ts';

const daysUntilDecided = 110;
const daysUntilRenewal = 200;
const winRate = 0.42;

/** Seeds an opportunity: the older it is, the more advanced its stage, and most old ones are won or lost. */
export function seedOpportunity(
  scene: SeedScene,
  seed: LeadSeed,
  { lead, contacts }: Pick<SeededLead, 'lead' | 'contacts'>,
): OpportunityRow {
  const { random, createdAt, now } = seed;
  const openedAt = createdAt + random.next() * (now - createdAt);
  const ageDays = (now - openedAt) / dayMs;
  const isRenewal = (openedAt - createdAt) / dayMs > daysUntilRenewal && random.chance(0.5);
  const stages = stagesOf(scene, isRenewal);
  const outcome = drawOutcome(random, ageDays);
  const stage =
    outcome === 'active' ? drawStage(random, stages, ageDays) : stages.find(({ type }) => type === outcome);
  const origin = seedOrigin(scene, random, ['oppo_', openedAt]);
  const row = newOpportunityRow(origin, lead.id, stage?.id ?? '');
  row.contact_id = contacts[0]?.id ?? null;
  row.user_id = random.pickEarly(scene.users.all()).id;
  setTerms(row, seed, isRenewal);
  row.confidence = stage === undefined ? 50 : drawConfidence(random, stages, stage);
  const decidedAt = openedAt + Math.min(random.between(6, 95) * dayMs, random.next() * (now - openedAt));
  row.date_updated = closeTimestamp(
    outcome === 'active' ? openedAt + random.next() * (now - openedAt) : decidedAt,
  );
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

function drawStage(
  random: Random,
  stages: readonly OpportunityStatusRow[],
  ageDays: number,
): OpportunityStatusRow | undefined {
  const active = stages.filter(({ type }) => type === 'active');
  const progress = random.next() ** 1.7 * active.length + ageDays / (2 * daysUntilDecided);
  return active[Math.min(active.length - 1, Math.floor(progress))];
}

/** Sets value and note. Some opportunities have no value, and some no note. */
function setTerms(row: OpportunityRow, { plan, random }: LeadSeed, isRenewal: boolean): void {
  const deal = random.pick(plan.deals);
  const amount = deal.low + random.next() ** 2 * (deal.high - deal.low);
  const isOddSum = random.chance(0.08);
  row.value = random.chance(0.04)
    ? null
    : Math.round(isOddSum ? amount * 100 : Math.round(amount / 50) * 5000);
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

function drawConfidence(
  random: Random,
  stages: readonly OpportunityStatusRow[],
  { id, type }: OpportunityStatusRow,
): number {
  if (type !== 'active') return type === 'won' ? 100 : 0;
  const active = stages.filter((stage) => stage.type === 'active');
  const step = 80 / active.length;
  const place = active.findIndex((stage) => stage.id === id);
  return Math.round((10 + step * place + random.next() * step) / 5) * 5;
}

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
