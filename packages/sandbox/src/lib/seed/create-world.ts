import { createRandom } from '../base/random.ts';
import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import type { OrganizationData, UserRow } from '../model/organization-data.ts';
import { newUserRow } from '../model/organization-data.ts';
import { createLazyTables } from './lazy-tables.ts';
import type { LeadSeeds } from './lazy-tables.ts';
import type { SeededLead, SeedScene } from './lead-seed.ts';
import { oddLeadAt } from './odd-leads.ts';
import { harborAndPine, lumenStudio } from './organization-plan.ts';
import type { OrganizationPlan } from './organization-plan.ts';
import { createPlaceCode } from './place-code.ts';
import { seedActivities, seedLead } from './seed-lead.ts';
import { seedOrganization } from './seed-organization.ts';
import type { FoundedData } from './seed-organization.ts';

const smallOrganizationLeads = 36;
const historyMs = 900 * dayMs;
const streamsPerOrganization = 1_000_000;

export interface World {
  /** The user who is signed in to Close in the browser. */
  readonly user: UserRow;
  /** The organizations. Their leads are seeded when they are needed. */
  readonly organizations: readonly OrganizationData[];
  open(organizationId: string): OrganizationData | undefined;
}

export interface WorldSeed {
  readonly seed: number;
  readonly leads: number;
  /** In milliseconds since 1970. Seeded dates are relative to the preceding midnight (UTC). */
  readonly now: number;
  /** The order of rows that are equal in the order of a list. Default: `stable`. */
  readonly ties?: 'stable' | 'unstable';
}

/** Creates a world: two organizations, and a user who belongs to both. */
export function createWorld(worldSeed: WorldSeed): World {
  // From midnight, so two worlds of one day are equal.
  const world = { ...worldSeed, now: Math.floor(worldSeed.now / dayMs) * dayMs };
  const foundedAt = closeTimestamp(world.now - historyMs);
  const user = newUserRow(createRandom(world.seed, 0), ['Robin', 'Avery'], foundedAt);
  const leads = Math.min(world.leads, smallOrganizationLeads);
  const organizations = [
    createOrganization(world, user, { plan: harborAndPine, number: 1, leads: world.leads }),
    createOrganization(world, user, { plan: lumenStudio, number: 2, leads }),
  ];
  return {
    user,
    organizations,
    open: (organizationId) => organizations.find(({ organization }) => organization.id === organizationId),
  };
}

interface OrganizationOptions {
  readonly plan: OrganizationPlan;
  readonly number: 1 | 2;
  readonly leads: number;
}

function createOrganization(world: WorldSeed, user: UserRow, options: OrganizationOptions): OrganizationData {
  const stream = options.number * streamsPerOrganization;
  const foundedAt = closeTimestamp(world.now - historyMs);
  const found = (author: UserRow): FoundedData =>
    seedOrganization(options.plan, { random: createRandom(world.seed, stream), user: author, foundedAt });
  // Leads are seeded from a copy, so that they do not depend on changes made before they are needed.
  const tables = createLazyTables(seedsOf(world, options, found({ ...user, organizations: [] })));
  if (world.ties === 'unstable') {
    const ties = createRandom(world.seed, stream + 2);
    for (const table of Object.values(tables)) table.ties = ties;
  }
  return { ...found(user), ...tables, ids: createRandom(world.seed, stream + 1) };
}

function seedsOf({ seed, now }: WorldSeed, options: OrganizationOptions, scene: SeedScene): LeadSeeds {
  const { plan, number, leads: count } = options;
  const firstStream = number * streamsPerOrganization + 10;
  const code = createPlaceCode(seed);
  const organization = number === 1 ? 0 : 1;
  const endAt = (index: number): string => code.encode({ organization, index });

  function seedAt(index: number): SeededLead {
    const random = createRandom(seed, firstStream + index, endAt(index));
    const age = ((count - index - random.next()) / count) * historyMs;
    const odd = oddLeadAt(count - 1 - index);
    return seedLead({ scene, plan, random, createdAt: now - age, now, odd });
  }
  return {
    count,
    seedAt,
    timelineAt: (index) => {
      const seeded = seedAt(index);
      return seedActivities(scene, createRandom(seed, streamOf(seeded.lead.id), endAt(index)), seeded);
    },
    indexOf: (id) => {
      const place = code.decode(id);
      return place?.organization === organization && place.index < count ? place.index : undefined;
    },
    latestOf: (index) => closeTimestamp(now - ((count - index - 1) / count) * historyMs),
    now: closeTimestamp(now),
  };
}

function streamOf(leadId: string): number {
  let stream = 7;
  for (let index = 5; index < 16; index += 1) stream = Math.imul(stream, 31) + leadId.charCodeAt(index);
  return stream;
}
