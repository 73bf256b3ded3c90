import type { Random } from '../base/random.ts';
import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import type { Origin, ContactRow, LeadRow, OpportunityRow, TaskRow } from '../model/rows/record-rows.ts';
import type { OddLead } from './odd-leads.ts';
import type { OrganizationPlan } from './organization-plan.ts';

export interface LeadSeed {
  readonly scene: SeedScene;
  readonly plan: OrganizationPlan;
  readonly random: Random;
  readonly createdAt: number;
  readonly now: number;
  readonly odd: OddLead | undefined;
}

/** The organization as it was founded, which seeded rows refer to. */
export type SeedScene = Pick<
  OrganizationData,
  'organization' | 'users' | 'customFields' | 'leadStatuses' | 'pipelines' | 'opportunityStatuses'
>;

/** The seeded rows of one lead, without its timeline. */
export interface SeededLead {
  readonly lead: LeadRow;
  /** The first one is the main contact. */
  readonly contacts: readonly ContactRow[];
  readonly opportunities: readonly OpportunityRow[];
  readonly tasks: readonly TaskRow[];
}

export type SeedOwner = Pick<SeededLead, 'lead' | 'contacts'>;

/** The origin of a row that a random user created at a given time. */
export function seedOrigin({ scene, random }: LeadSeed, prefix: string, at: number): Origin {
  const userId = random.pickEarly(scene.users.all()).id;
  return { id: random.id(prefix), organizationId: scene.organization.id, userId, at: closeTimestamp(at) };
}

const workdayStartHour = 14; // UTC; six in the morning on the US west coast
const workdayHours = 10;

/** A time between two others, if possible within working hours in the United States. */
export function workingMoment(random: Random, from: number, to: number): number {
  const moment = from + random.next() * (to - from);
  const weekday = new Date(moment).getUTCDay();
  const shift = weekday === 6 ? -1 : weekday === 0 ? 1 : 0;
  const day = Math.floor(moment / dayMs) + shift;
  const working = day * dayMs + (workdayStartHour + random.next() * workdayHours) * 3_600_000;
  return working >= from && working <= to ? Math.floor(working / 1000) * 1000 : moment;
}

export function dayOf(ms: number): string {
  return closeTimestamp(ms).slice(0, 10);
}
