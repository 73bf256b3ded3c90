import { newContactRow } from '../model/rows/contact-row.ts';
import type { ContactRow, PhoneRow } from '../model/rows/contact-row.ts';
import type { LeadRow } from '../model/rows/lead-row.ts';
import { seedOrigin } from './lead-seed.ts';
import type { LeadSeed, SeedScene } from './lead-seed.ts';
import type { OddPerson } from './odd-leads.ts';
import type { Random } from '../base/random.ts';
import type { Place } from './seed-company.ts';
import { firstNames, lastNames, jobTitles } from './words.ts';

/** Seeds the contacts of a lead. */
export function seedContacts(
  scene: SeedScene,
  seed: LeadSeed,
  { lead, place }: { lead: LeadRow; place: Place },
): ContactRow[] {
  const { random, odd } = seed;
  const others = odd?.contacts ?? random.between(1, 3);
  const people = [...(odd?.people ?? []), ...Array.from({ length: others }, () => drawPerson(random))];
  return people.map((person) => seedContact(scene, seed, { lead, place, person }));
}

function drawPerson(random: Random): OddPerson {
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  return { name: `${first} ${last}`, local: `${first}.${last}`.toLowerCase(), title: random.pick(jobTitles) };
}

function seedContact(
  scene: SeedScene,
  { random, createdAt }: LeadSeed,
  { lead, place, person }: { lead: LeadRow; place: Place; person: OddPerson },
): ContactRow {
  const contact = newContactRow(seedOrigin(scene, random, ['cont_', createdAt]), lead.id);
  const host = lead.url?.slice('https://'.length) ?? 'example.com';
  contact.name = person.name;
  contact.title = person.title;
  contact.timezone = place.timezone;
  contact.emails = [
    { email: `${person.local}@${host}`, type: 'office', is_unsubscribed: random.chance(0.04) },
  ];
  if (random.chance(0.12)) {
    contact.emails.push({ email: `${person.local}@home.example.com`, type: 'home', is_unsubscribed: false });
  }
  if (random.chance(0.75)) contact.phones.push(drawPhone(random, place, random.pick(['office', 'mobile'])));
  if (random.chance(0.15)) contact.phones.push(drawPhone(random, place, 'direct'));
  if (random.chance(0.2)) {
    contact.urls.push({ url: `https://people.example.com/${person.local}`, type: 'url' });
  }
  for (const field of scene.customFields.contact) {
    if (random.chance(0.5)) {
      contact[`custom.${field.id}`] = random.pick(field.choices ?? ['']);
    }
  }
  return contact;
}

/** The numbers 555-0100 to 555-0199 are reserved for fiction. */
function drawPhone(random: Random, { area }: Place, type: string): PhoneRow {
  return { phone: `+1${area}55501${random.between(10, 99)}`, type };
}
