import type { LeadSeed, SeededLead, SeedScene } from './lead-seed.ts';
import { seedCompany } from './seed-company.ts';
import { seedContacts } from './seed-contacts.ts';
import { seedOpportunity } from './seed-opportunity.ts';
import { seedTasks } from './seed-tasks.ts';
import { places } from './words.ts';

/** Seeds a lead with its contacts, opportunities and tasks. The same seed gives the same rows. */
export function seedLead(scene: SeedScene, seed: LeadSeed): SeededLead {
  const { random, plan } = seed;
  const place = random.pick(places);
  const lead = seedCompany(scene, seed, place);
  const contacts = seedContacts(scene, seed, { lead, place });
  const deals = random.pickEarly([1, 0, 1, 2]);
  const opportunities = Array.from({ length: deals }, () => seedOpportunity(scene, seed, { lead, contacts }));
  const tasks = seedTasks(scene, seed, { lead, contacts });

  const { leadStatuses, opportunityStatuses } = scene;
  const won = opportunities.some(({ status_id }) => opportunityStatuses.get(status_id)?.type === 'won');
  const customer = leadStatuses.all().find(({ label }) => label === plan.customerStatus);
  if (won && customer !== undefined && random.chance(0.85)) lead.status_id = customer.id;
  return { lead, contacts, opportunities, tasks };
}
