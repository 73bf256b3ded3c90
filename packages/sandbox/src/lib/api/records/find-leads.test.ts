import { describe, expect, it } from 'vitest';
import type { LeadRow } from '../../model/rows/lead-row.ts';
import { createWorld } from '../../seed/create-world.ts';
import { findLeads } from './find-leads.ts';

const fixedNow = Date.UTC(2026, 10, 23);

function seeded() {
  const world = createWorld({ seed: 3, leads: 60, now: fixedNow });
  const data = world.open(world.organizations[0]?.organization.id ?? '');
  if (data === undefined) throw new Error('The first organization is there');
  return data;
}

function statusesOf(data: ReturnType<typeof seeded>, leads: readonly LeadRow[]): Set<string | undefined> {
  return new Set(leads.map(({ status_id }) => data.leadStatuses.get(status_id)?.label));
}

describe('findLeads', () => {
  it('finds everything for an empty text and for a star', () => {
    const data = seeded();
    expect(findLeads(data, '')).toHaveLength(60);
    expect(findLeads(data, '*')).toHaveLength(60);
  });

  it('finds a status by field, case-insensitively, and negates with a minus', () => {
    const data = seeded();
    const potential = findLeads(data, 'status:"potential"');
    const others = findLeads(data, '-status:"Potential"');
    expect(statusesOf(data, potential)).toEqual(new Set(['Potential']));
    expect(statusesOf(data, others)).not.toContain('Potential');
    expect(potential.length + others.length).toBe(60);
  });

  it('finds by phone, by email and by id', () => {
    const data = seeded();
    const [contact] = data.contacts.all().filter(({ phones }) => phones.length > 0);
    const lead = data.leads.get(contact?.lead_id ?? '');
    expect(findLeads(data, `phone:${contact?.phones[0]?.phone}`)).toContain(lead);
    expect(findLeads(data, `email:${contact?.emails[0]?.email}`)).toContain(lead);
    expect(findLeads(data, `id:${lead?.id}`)).toEqual([lead]);
  });

  it('finds nothing for an unknown field', () => {
    expect(findLeads(seeded(), 'shoe_size:42')).toEqual([]);
  });

  it('compares dates and sorts by them', () => {
    const data = seeded();
    const recent = findLeads(data, 'sort:created date_created >= 2026-01-01');
    expect(recent.length).toBeGreaterThan(0);
    expect(recent.length).toBeLessThan(60);
    const dates = recent.map(({ date_created }) => Date.parse(date_created));
    expect(Math.min(...dates)).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1));
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
  });

  it('finds one of several values by "or", by a list, and by negation', () => {
    const data = seeded();
    const either = findLeads(data, 'status:"Bad Fit" or status:qualified');
    expect(statusesOf(data, either)).toEqual(new Set(['Bad Fit', 'Qualified']));
    expect(findLeads(data, 'status in ("Bad Fit", Qualified)')).toEqual(either);
    const neither = findLeads(data, 'not (status:"Bad Fit" or status:Qualified)');
    expect(either.length + neither.length).toBe(60);
    expect(findLeads(data, 'status:"Bad Fit" not status:"Bad Fit"')).toEqual([]);
  });

  it('finds by a custom field, by its name or its id', () => {
    const data = seeded();
    const [industry] = data.customFields.lead;
    const found = findLeads(data, 'custom.industry:software');
    expect(found.length).toBeGreaterThan(2);
    expect(findLeads(data, `custom.${industry?.id}:"Software"`)).toEqual(found);
    for (const lead of found) expect(lead[`custom.${industry?.id ?? ''}`]).toBe('Software');
  });

  it.each([
    '"open phrase',
    '((a or',
    ') b',
    'status:',
    'in (',
    'status in (',
    ':)',
    '- -',
    'or or',
    '%$§',
    ',',
  ])('accepts any text: %s', (text) => {
    expect(findLeads(seeded(), text)).toBeInstanceOf(Array);
  });
});
