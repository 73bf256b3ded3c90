import type { OrganizationData } from '../model/organization-data.ts';
import type { LeadHistory, LeadSeed } from './lead-seed.ts';
import { seedCompany } from './seed-company.ts';
import { seedContacts } from './seed-contacts.ts';
import { seedOpportunity } from './seed-opportunity.ts';
import { seedTasks } from './seed-tasks.ts';
import { places } from './words.ts';

/** Seeds a lead with its contacts, opportunities and tasks. */
export function seedLead(data: OrganizationData, seed: LeadSeed): LeadHistory {
  const { random, plan } = seed;
  const place = random.pick(places);
  const lead = seedCompany(data, seed, place);
  seedContacts(data, seed, { lead, place });
  for (let count = random.pickEarly([1, 0, 1, 2]); count > 0; count -= 1) seedOpportunity(data, seed, lead);
  seedTasks(data, seed, lead);

  const opportunities = data.opportunities.ofLead(lead.id);
  const won = opportunities.some(({ status_id }) => data.opportunityStatuses.get(status_id)?.type === 'won');
  const customer = data.leadStatuses.all().find(({ label }) => label === plan.customerStatus);
  if (won && customer !== undefined && random.chance(0.85)) lead.status_id = customer.id;
  const finished = data.tasks.ofLead(lead.id).filter((task) => task.is_complete);
  const { id, organization_id, name, source, status_id, date_created, date_updated } = lead;
  const [contact] = data.contacts.ofLead(lead.id);
  return {
    lead: { id, organization_id, name, source, status_id, date_created, date_updated },
    contact: contact && {
      id: contact.id,
      name: contact.name,
      emails: contact.emails,
      phones: contact.phones,
    },
    opportunities: opportunities.map((row) => ({ ...row })),
    finishedTasks: finished.map((row) => ({ ...row })),
  };
}
