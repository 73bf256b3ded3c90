import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import type { UserRow } from '../model/rows/user-row.ts';
import { createLazyActivities } from './lazy-activities.ts';
import type { LazyActivities } from './lazy-activities.ts';
import { harborAndPine, lumenStudio } from './organization-plan.ts';
import type { OrganizationPlan } from './organization-plan.ts';
import { oddLeadAt } from './odd-leads.ts';
import { createRandom } from '../base/random.ts';
import { seedActivities } from './seed-activities.ts';
import { seedLead } from './seed-lead.ts';
import { seedOrganization } from './seed-organization.ts';
import { seedUser } from './seed-user.ts';

const smallOrganizationLeads = 36;
const historyMs = 900 * dayMs;
const streamsPerOrganization = 1_000_000;

/** The users and organizations of a sandbox. */
export interface World {
  /** The user who is signed in to Close in the browser. */
  readonly user: UserRow;
  /** The organizations. Their leads may not be seeded yet. */
  readonly organizations: readonly OrganizationData[];
  /** Returns an organization with its leads, which are seeded on the first call. */
  open(organizationId: string): OrganizationData | undefined;
}

/** The seed of a world. The same values create the same world. */
export interface WorldSeed {
  readonly seed: number;
  readonly leads: number;
  /** In milliseconds since 1970. Seeded dates are relative to the preceding midnight (UTC). */
  readonly now: number;
}

interface SeededOrganization {
  readonly data: OrganizationData;
  seedLeads(): void;
}

/** Creates a world: two organizations, and a user who belongs to both. */
export function createWorld(worldSeed: WorldSeed): World {
  // From midnight, so two worlds of one day are equal.
  const world = { ...worldSeed, now: Math.floor(worldSeed.now / dayMs) * dayMs };
  const random = createRandom(world.seed, 0);
  const user = seedUser(random, ['Robin', 'Avery'], closeTimestamp(world.now - historyMs));
  const seeded = [
    createOrganization(world, { plan: harborAndPine, user, number: 1, leads: world.leads }),
    createOrganization(world, {
      plan: lumenStudio,
      user,
      number: 2,
      leads: Math.min(world.leads, smallOrganizationLeads),
    }),
  ];
  return {
    user,
    organizations: seeded.map(({ data }) => data),
    open: (organizationId) => {
      const organization = seeded.find(({ data }) => data.organization.id === organizationId);
      organization?.seedLeads();
      return organization?.data;
    },
  };
}

interface OrganizationOptions {
  readonly plan: OrganizationPlan;
  readonly user: UserRow;
  readonly number: number;
  readonly leads: number;
}

function createOrganization(
  { seed, now }: WorldSeed,
  { plan, user, number, leads }: OrganizationOptions,
): SeededOrganization {
  const firstStream = number * streamsPerOrganization;
  const random = createRandom(seed, firstStream);
  const foundedAt = closeTimestamp(now - historyMs);
  const colleagues = plan.colleagues.map((name) => seedUser(random, name, foundedAt));
  let activities: LazyActivities | undefined;
  const data = seedOrganization(plan, {
    random,
    ids: createRandom(seed, firstStream + 1),
    users: [user, ...colleagues],
    foundedAt,
    createActivities: (unfinished) => {
      activities = createLazyActivities((history) =>
        seedActivities(unfinished, createRandom(seed, streamOf(history.lead.id)), history),
      );
      return activities;
    },
  });
  let hasLeads = false;
  function seedLeads(): void {
    if (hasLeads) return;
    hasLeads = true;
    for (let index = 0; index < leads; index += 1) {
      const odd = oddLeadAt(leads - 1 - index);
      const leadRandom = createRandom(seed, firstStream + 10 + index);
      const age = ((leads - index - leadRandom.next()) / leads) * historyMs;
      activities?.register(seedLead(data, { plan, random: leadRandom, createdAt: now - age, now, odd }));
    }
  }
  return { data, seedLeads };
}

/** Derives the random stream of a timeline from its lead, so the order of reads does not matter. */
function streamOf(leadId: string): number {
  let stream = 7;
  for (let index = 5; index < 16; index += 1) stream = Math.imul(stream, 31) + leadId.charCodeAt(index);
  return stream;
}
