import type { CustomValue } from '../model/rows/authorship.ts';
import { closeTimestamp, dayMs } from '../model/close-timestamp.ts';
import { newLeadRow } from '../model/rows/lead-row.ts';
import type { LeadRow } from '../model/rows/lead-row.ts';
import type { FieldDefinition } from '../model/rows/custom-field-row.ts';
import { seedOrigin } from './lead-seed.ts';
import type { LeadSeed, SeedScene } from './lead-seed.ts';
import type { Random } from '../base/random.ts';
import { companyEndings, companyKinds, companyNames, leadDescriptions, streets } from './words.ts';
import type { places } from './words.ts';

/** The location of a lead. */
export type Place = (typeof places)[number];

const newLeadDays = 21;

/** Seeds a lead, without its contacts, opportunities and tasks. */
export function seedCompany(
  scene: SeedScene,
  { random, createdAt, now, odd }: LeadSeed,
  place: Place,
): LeadRow {
  const kind = random.pick(companyKinds);
  const name = `${random.pick(companyNames)} ${kind.name}`;
  const host = odd?.host ?? name.toLowerCase().replaceAll(/\W+/g, '-');
  const statuses = scene.leadStatuses.all();
  // A lead is neither won nor abandoned in its first days.
  const isNew = now - createdAt < newLeadDays * dayMs;
  const status = random.pickEarly(isNew ? statuses.slice(0, Math.ceil(statuses.length / 2)) : statuses);
  const lead = newLeadRow(seedOrigin(scene, random, ['lead_', createdAt]), status.id);
  lead.name = odd === undefined ? `${name} ${random.pick(companyEndings)}`.trim() : odd.name;
  lead.url = `https://${host}.example.com`;
  lead.description = odd?.description ?? (random.chance(0.7) ? random.pick(leadDescriptions) : null);
  lead.source = random.pick(['Website', 'Referral', 'Import', 'Event']);
  lead.date_updated = closeTimestamp(createdAt + random.next() * (now - createdAt));
  lead.updated_by = random.pick(scene.users.all()).id;
  lead.addresses = [
    {
      label: 'business',
      address_1: `${random.between(10, 990)} ${random.pick(streets)}`,
      address_2: random.chance(0.15) ? `Suite ${random.between(100, 900)}` : null,
      city: place.city,
      state: place.state,
      zipcode: place.zipcode,
      country: 'US',
    },
  ];
  for (const field of scene.customFields.lead) {
    if (random.chance(0.2)) continue;
    lead[`custom.${field.id}`] =
      field.name === 'Industry'
        ? kind.industry
        : customValue(field, random, random.pick(scene.users.all()).id);
  }
  return lead;
}

function customValue(field: FieldDefinition, random: Random, userId: string): CustomValue {
  const choices = field.choices ?? [''];
  switch (field.type) {
    case 'number':
      return random.between(1, 60) * 5;
    case 'user':
      return userId;
    case 'choices':
      return field.multiple ? choices.filter(() => random.chance(0.4)) : random.pick(choices);
    default:
      return null;
  }
}
