import type { Origin } from '../model/rows/authorship.ts';
import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import type { ContactRow } from '../model/rows/contact-row.ts';
import type { LeadRow } from '../model/rows/lead-row.ts';
import type { OpportunityRow } from '../model/rows/opportunity-row.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import type { TaskRow } from '../model/rows/task-row.ts';
import type { OddLead } from './odd-leads.ts';
import type { OrganizationPlan } from './organization-plan.ts';
import type { Random } from '../base/random.ts';

/** What one lead is made from. */
export interface LeadSeed {
  readonly plan: OrganizationPlan;
  readonly random: Random;
  /** When it came in, and the present; milliseconds since 1970. */
  readonly createdAt: number;
  readonly now: number;
  readonly odd: OddLead | undefined;
}

/**
 * What is certain about the past of a lead when it is made. Its timeline is told from these copies, so that it is the same
 * whenever somebody looks, whatever has changed by then.
 */
export interface LeadHistory {
  readonly lead: Readonly<
    Pick<
      LeadRow,
      'id' | 'organization_id' | 'name' | 'source' | 'status_id' | 'date_created' | 'date_updated'
    >
  >;
  /** Whom one talks to. */
  readonly contact: Readonly<Pick<ContactRow, 'id' | 'name' | 'emails' | 'phones'>> | undefined;
  readonly opportunities: readonly OpportunityRow[];
  readonly finishedTasks: readonly TaskRow[];
}

/** What a row starts from that some user made then. */
export function seedOrigin(
  data: Pick<OrganizationData, 'users' | 'organization'>,
  random: Random,
  [prefix, at]: [prefix: string, at: number],
): Origin {
  const userId = random.pickEarly(data.users.all()).id;
  return { id: random.id(prefix), organizationId: data.organization.id, userId, at: closeTimestamp(at) };
}

const workdayStartHour = 14; // six in the morning on the west coast
const workdayHours = 10;

/** A moment between two others, in the working hours of the United States if there are any between them. */
export function workingMoment(random: Random, from: number, to: number): number {
  const moment = from + random.next() * (to - from);
  const weekday = new Date(moment).getUTCDay();
  const shift = weekday === 6 ? -1 : weekday === 0 ? 1 : 0;
  const day = Math.floor(moment / dayMs) + shift;
  const working = day * dayMs + (workdayStartHour + random.next() * workdayHours) * 3_600_000;
  return working >= from && working <= to ? Math.floor(working / 1000) * 1000 : moment;
}

/** The day of a moment, as Close writes dates. */
export function dayOf(ms: number): string {
  return closeTimestamp(ms).slice(0, 10);
}
