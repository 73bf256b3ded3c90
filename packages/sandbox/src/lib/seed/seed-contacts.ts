import type { Random } from '../base/random.ts';
import { newContactRow } from '../model/rows/contact-row.ts';
import type { ContactRow, PhoneRow } from '../model/rows/contact-row.ts';
import type { LeadRow } from '../model/rows/lead-row.ts';
import { seedOrigin } from './lead-seed.ts';
import type { LeadSeed } from './lead-seed.ts';
import type { OddPerson } from './odd-leads.ts';
import { firstNames, lastNames, jobTitles } from './words.ts';
import type { places } from './words.ts';

export type Place = (typeof places)[number];

export function seedContacts(seed: LeadSeed, lead: LeadRow, place: Place): ContactRow[] {
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
  lead: LeadRow,
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
