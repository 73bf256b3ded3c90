import type { Random } from '../base/random.ts';
import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import type { CustomValue, ContactRow, PhoneRow, ActivityRow } from '../model/rows/record-rows.ts';
import { newContactRow, newLeadRow } from '../model/rows/record-rows.ts';
import type { FieldDefinition } from '../model/rows/custom-field-row.ts';
import { seedOrigin, workingMoment } from './lead-seed.ts';
import type { LeadSeed, SeededLead, SeedScene } from './lead-seed.ts';
import type { OddPerson } from './odd-leads.ts';
import { seedOpportunity, seedTasks } from './seed-work.ts';
import { companyEndings, companyKinds, companyNames, firstNames, jobTitles, lastNames } from './words.ts';
import { leadDescriptions, places, streets } from './words.ts';
import { formSubmissionFields } from '../model/fields/form-fields.ts';
import { leadStatusChangeFields } from '../model/fields/status-change-fields.ts';
import { opportunityStatusChangeFields } from '../model/fields/status-change-fields.ts';
import { seedActivity, seedConversation, withContact } from './seed-conversation.ts';
import type { TimelineSeed } from './seed-conversation.ts';

const newLeadDays = 21;

type Place = (typeof places)[number];

/** Seeds a lead with its contacts, opportunities and tasks. The same seed gives the same rows. */
export function seedLead(seed: LeadSeed): SeededLead {
  const { random, plan, scene } = seed;
  const place = random.pick(places);
  const lead = seedCompany(seed, place);
  const contacts = seedContacts(seed, lead, place);
  const deals = random.pickEarly([1, 0, 1, 2]);
  const opportunities = Array.from({ length: deals }, () => seedOpportunity(seed, { lead, contacts }));
  const tasks = seedTasks(seed, { lead, contacts });

  const { leadStatuses, opportunityStatuses } = scene;
  const won = opportunities.some(({ status_id }) => opportunityStatuses.get(status_id)?.type === 'won');
  const customer = leadStatuses.all().find(({ label }) => label === plan.customerStatus);
  if (won && customer !== undefined && random.chance(0.85)) lead.status_id = customer.id;
  return { lead, contacts, opportunities, tasks };
}

function seedCompany(seed: LeadSeed, { city, state, zipcode }: Place): SeededLead['lead'] {
  const { scene, random, createdAt, now, odd } = seed;
  const kind = random.pick(companyKinds);
  const name = `${random.pick(companyNames)} ${kind.name}`;
  const host = odd?.host ?? name.toLowerCase().replaceAll(/\W+/g, '-');
  const statuses = scene.leadStatuses.all();
  // A lead is neither won nor abandoned in its first days.
  const isNew = now - createdAt < newLeadDays * dayMs;
  const status = random.pickEarly(isNew ? statuses.slice(0, Math.ceil(statuses.length / 2)) : statuses);
  const lead = newLeadRow(seedOrigin(seed, 'lead_', createdAt), status.id);
  lead.name = odd === undefined ? `${name} ${random.pick(companyEndings)}`.trim() : odd.name;
  lead.url = `https://${host}.example.com`;
  lead.description = odd?.description ?? (random.chance(0.7) ? random.pick(leadDescriptions) : null);
  lead.source = random.pick(['Website', 'Referral', 'Import', 'Event']);
  lead.date_updated = closeTimestamp(createdAt + random.next() * (now - createdAt));
  lead.updated_by = random.pick(scene.users.all()).id;
  const address_1 = `${random.between(10, 990)} ${random.pick(streets)}`;
  const address_2 = random.chance(0.15) ? `Suite ${random.between(100, 900)}` : null;
  lead.addresses = [{ label: 'business', address_1, address_2, city, state, zipcode, country: 'US' }];
  for (const field of scene.customFields.lead) {
    if (random.chance(0.2)) continue;
    lead[`custom.${field.id}`] = field.name === 'Industry' ? kind.industry : drawCustomValue(field, seed);
  }
  return lead;
}

function drawCustomValue({ type, choices, multiple }: FieldDefinition, seed: LeadSeed): CustomValue {
  const { random, scene } = seed;
  const userId = random.pick(scene.users.all()).id;
  if (type === 'number') return random.between(1, 60) * 5;
  if (type === 'user') return userId;
  if (type !== 'choices' || choices === null) return null;
  return multiple ? choices.filter(() => random.chance(0.4)) : random.pick(choices);
}

function seedContacts(seed: LeadSeed, lead: SeededLead['lead'], place: Place): ContactRow[] {
  const { random, odd } = seed;
  const others = odd?.contacts ?? random.between(1, 3);
  const people = [...(odd?.people ?? []), ...Array.from({ length: others }, () => drawPerson(random))];
  return people.map((person) => seedContact(seed, lead, { place, person }));
}

function drawPerson(random: Random): OddPerson {
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  return { name: `${first} ${last}`, local: `${first}.${last}`.toLowerCase(), title: random.pick(jobTitles) };
}

function seedContact(
  seed: LeadSeed,
  lead: SeededLead['lead'],
  { place, person: { name, local, title } }: { place: Place; person: OddPerson },
): ContactRow {
  const { random, scene } = seed;
  const contact = newContactRow(seedOrigin(seed, 'cont_', seed.createdAt), lead.id);
  const { emails, phones, urls } = contact;
  Object.assign(contact, { name, title, timezone: place.timezone });
  const address = `${local}@${lead.url?.slice('https://'.length) ?? 'example.com'}`;
  emails.push({ email: address, type: 'office', is_unsubscribed: random.chance(0.04) });
  if (random.chance(0.12)) {
    emails.push({ email: `${local}@home.example.com`, type: 'home', is_unsubscribed: false });
  }
  if (random.chance(0.75)) phones.push(drawPhone(random, place, random.pick(['office', 'mobile'])));
  if (random.chance(0.15)) phones.push(drawPhone(random, place, 'direct'));
  if (random.chance(0.2)) urls.push({ url: `https://people.example.com/${local}`, type: 'url' });
  for (const { id, choices } of scene.customFields.contact) {
    if (random.chance(0.5)) contact[`custom.${id}`] = random.pick(choices ?? ['']);
  }
  return contact;
}

/** The numbers 555-0100 to 555-0199 are reserved for fiction. */
function drawPhone(random: Random, { area }: Place, type: string): PhoneRow {
  return { phone: `+1${area}55501${random.between(10, 99)}`, type };
}

/** Seeds the timeline of a lead: its creation, conversations, status changes and completed tasks. */
export function seedActivities(scene: SeedScene, random: Random, seeded: SeededLead): readonly ActivityRow[] {
  const { lead, contacts } = seeded;
  const start = Date.parse(lead.date_created);
  const end = Date.parse(lead.date_updated);
  const owner = random.pickEarly(scene.users.all());
  const [contact] = contacts;
  const seed: TimelineSeed = { scene, random, lead, owner, end, contact, usedTexts: new Set() };
  const origin = { source: creationSource(lead.source), import_id: null };
  const created = seedActivity(seed, 'Created', { at: start, own: origin });
  const possible = 1 + Math.floor((end - start) / (dayMs / 2));
  const talks = Array.from({ length: Math.min(random.between(2, 8), possible) }, () =>
    seedConversation(seed, workingMoment(random, start, end)),
  );
  return [
    created,
    ...talks.flat(),
    ...seedStatusChange(seed, start),
    ...seedMoves(seed, seeded),
    ...seedFinished(seed, seeded),
    ...seedArrival(seed, Math.min(start + 1000, end)),
  ];
}

function creationSource(source: string | null): string {
  return source === 'Import' ? 'import' : source === 'Website' ? 'webform' : 'ui';
}

function seedStatusChange(seed: TimelineSeed, start: number): ActivityRow[] {
  const { scene, lead, random, end } = seed;
  const [first] = scene.leadStatuses.all();
  if (first === undefined || first.id === lead.status_id) return [];
  const own = leadStatusChangeFields(scene, first.id, lead.status_id);
  return [seedActivity(seed, 'LeadStatusChange', { at: workingMoment(random, start, end), own })];
}

function seedMoves(seed: TimelineSeed, { opportunities }: SeededLead): ActivityRow[] {
  const { opportunityStatuses } = seed.scene;
  return opportunities.flatMap((row) => {
    const current = opportunityStatuses.get(row.status_id);
    const first = opportunityStatuses.all().find((status) => status.pipeline_id === current?.pipeline_id);
    if (first === undefined || first === current) return [];
    const own = opportunityStatusChangeFields(seed.scene, row, first.id);
    const at = Date.parse(row.date_updated);
    return [seedActivity(seed, 'OpportunityStatusChange', { at, own, userId: row.user_id })];
  });
}

function seedFinished(seed: TimelineSeed, { tasks }: SeededLead): ActivityRow[] {
  const finished = tasks.filter(({ is_complete }) => is_complete);
  return finished.map((task) => {
    const own = { task_id: task.id, task_text: task.text ?? '', task_assigned_to: task.assigned_to };
    const at = Date.parse(task.date_updated);
    return seedActivity(seed, 'TaskCompleted', { at, own, userId: task.assigned_to });
  });
}

function seedArrival(seed: TimelineSeed, at: number): ActivityRow[] {
  const { lead, scene } = seed;
  if (lead.source === 'Website') {
    const own = formSubmissionFields(scene);
    return withContact(seed, [seedActivity(seed, 'FormSubmission', { at, own })]);
  }
  if (lead.source !== 'Import') return [];
  return [seedActivity(seed, 'ImportUpdate', { at, own: { import_id: null, reverted: false } })];
}
