import type { CustomValue, Origin } from '../model/authorship.ts';
import { closeTimestamp, DAY_MS } from '../model/close-timestamp.ts';
import { newContactRow } from '../model/contact-row.ts';
import { type LeadRow, newLeadRow } from '../model/lead-row.ts';
import { newOpportunityRow } from '../model/opportunity-row.ts';
import type { CustomFieldRow, OrganizationData } from '../model/organization-data.ts';
import { newTaskRow } from '../model/task-row.ts';
import type { Random } from './random.ts';
import {
  COMPANY_ENDINGS,
  COMPANY_KINDS,
  COMPANY_NAMES,
  DEALS,
  DESCRIPTIONS,
  FIRST_NAMES,
  LAST_NAMES,
  PLACES,
  STREETS,
  TASKS,
  TITLES,
} from './words.ts';

/** What one lead is made from. */
export interface LeadSeed {
  readonly random: Random;
  /** When it came in, and the present; milliseconds since 1970. */
  readonly createdAt: number;
  readonly now: number;
}

/** Makes one lead with its contacts, opportunities and tasks. */
export function seedLead(data: OrganizationData, seed: LeadSeed): LeadRow {
  const { random } = seed;
  const lead = seedCompany(data, seed);
  const place = random.pick(PLACES);
  lead.addresses = [
    {
      label: 'business',
      address_1: `${random.between(10, 990)} ${random.pick(STREETS)}`,
      address_2: null,
      city: place.city,
      state: place.state,
      zipcode: place.zipcode,
      country: 'US',
    },
  ];
  data.leads.add(lead);
  for (let count = random.between(1, 3); count > 0; count -= 1) seedContact(data, seed, { lead, place });
  for (let count = random.pickEarly([1, 0, 1, 2]); count > 0; count -= 1) seedOpportunity(data, seed, lead);
  if (random.chance(0.45)) seedTask(data, seed, lead);
  return lead;
}

function seedCompany(data: OrganizationData, { random, createdAt, now }: LeadSeed): LeadRow {
  const users = data.users.all();
  const kind = random.pick(COMPANY_KINDS);
  const name = `${random.pick(COMPANY_NAMES)} ${kind.name}`;
  const origin = seedOrigin(data, random, ['lead_', createdAt]);
  const lead = newLeadRow(origin, random.pickEarly(data.leadStatuses.all()).id);
  lead.name = `${name} ${random.pick(COMPANY_ENDINGS)}`.trim();
  lead.url = `https://${name.toLowerCase().replaceAll(/\W+/g, '-')}.example.com`;
  lead.description = random.chance(0.7) ? random.pick(DESCRIPTIONS) : null;
  lead.source = random.pick(['Website', 'Referral', 'Import', 'Event']);
  lead.date_updated = closeTimestamp(createdAt + random.next() * (now - createdAt));
  lead.updated_by = random.pick(users).id;
  for (const field of data.customFields) {
    if (field.objectType !== 'lead' || random.chance(0.2)) continue;
    lead[`custom.${field.id}`] =
      field.name === 'Industry' ? kind.industry : customValue(field, random, random.pick(users).id);
  }
  return lead;
}

function seedContact(
  data: OrganizationData,
  { random, createdAt }: LeadSeed,
  { lead, place }: { lead: LeadRow; place: (typeof PLACES)[number] },
): void {
  const contact = newContactRow(seedOrigin(data, random, ['cont_', createdAt]), lead.id);
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  const host = lead.url?.slice('https://'.length) ?? 'example.com';
  contact.name = `${firstName} ${lastName}`;
  contact.title = random.pick(TITLES);
  contact.timezone = place.timezone;
  contact.emails = [
    { email: `${firstName}.${lastName}@${host}`.toLowerCase(), type: 'office', is_unsubscribed: false },
  ];
  if (random.chance(0.75)) {
    // The numbers 555-0100 to 555-0199 are kept free for fiction.
    contact.phones = [
      { phone: `+1${place.area}55501${random.between(10, 99)}`, type: random.pick(['office', 'mobile']) },
    ];
  }
  data.contacts.add(contact);
}

function seedOpportunity(data: OrganizationData, { random, createdAt, now }: LeadSeed, lead: LeadRow): void {
  const status = random.pickEarly(data.opportunityStatuses.all());
  const openedAt = createdAt + random.next() * (now - createdAt);
  const closedAt = closeTimestamp(openedAt + random.next() * (now - openedAt));
  const opportunity = newOpportunityRow(seedOrigin(data, random, ['oppo_', openedAt]), lead.id, status.id);
  opportunity.contact_id = data.contacts.ofLead(lead.id)[0]?.id ?? null;
  opportunity.user_id = random.pick(data.users.all()).id;
  opportunity.value = random.between(5, 400) * 12_500;
  opportunity.value_period = random.pickEarly(['one_time', 'monthly', 'annual']);
  opportunity.confidence = { active: random.between(1, 9) * 10, won: 100, lost: 0 }[status.type];
  opportunity.note = random.pick(DEALS);
  opportunity.date_updated = status.type === 'active' ? opportunity.date_created : closedAt;
  if (status.type === 'won') opportunity.date_won = closedAt.slice(0, 10);
  if (status.type === 'lost') opportunity.date_lost = closedAt;
  if (status.type === 'active') {
    opportunity.date_won = closeTimestamp(now + random.between(5, 90) * DAY_MS).slice(0, 10);
  }
  data.opportunities.add(opportunity);
}

function seedTask(data: OrganizationData, { random, createdAt, now }: LeadSeed, lead: LeadRow): void {
  const task = newTaskRow(seedOrigin(data, random, ['task_', createdAt]), lead.id);
  const day = closeTimestamp(now + random.between(-7, 14) * DAY_MS).slice(0, 10);
  task.assigned_to = random.pick(data.users.all()).id;
  task.text = random.pick(TASKS);
  task.date = day;
  task.due_date = day;
  task.is_complete = random.chance(0.3);
  data.tasks.add(task);
}

function seedOrigin(
  data: OrganizationData,
  random: Random,
  [prefix, at]: [prefix: string, at: number],
): Origin {
  const userId = random.pick(data.users.all()).id;
  return { id: random.id(prefix), organizationId: data.organization.id, userId, at: closeTimestamp(at) };
}

function customValue(field: CustomFieldRow, random: Random, userId: string): CustomValue {
  const choices = field.choices ?? [''];
  switch (field.type) {
    case 'number':
      return random.between(1, 60) * 5;
    case 'user':
      return userId;
    case 'choices':
      return field.multiple ? [random.pick(choices)] : random.pick(choices);
    default:
      return null;
  }
}
