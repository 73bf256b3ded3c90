import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { LeadRow } from '../../model/rows/record-rows.ts';
import { createWorld } from '../../seed/create-world.ts';
import type { QueryCall } from '../query/row-query.ts';
import { ApiRefusal } from '../base/api-call.ts';
import { findLeads } from './search-routes.ts';

const fixedNow = Date.UTC(2026, 10, 23);

function seeded() {
  const world = createWorld({ seed: 3, leads: 60, now: fixedNow });
  const data = world.open(world.organizations[0]?.organization.id ?? '');
  if (data === undefined) throw new Error('The first organization is there');
  return data;
}

const { user } = createWorld({ seed: 3, leads: 0, now: fixedNow });

function find(data: OrganizationData, text: string, more: Partial<QueryCall> = {}): LeadRow[] {
  return findLeads({ data, user, now: fixedNow, timeZoneMs: 0, isStrict: true, ...more }, text);
}

function statusesOf(data: ReturnType<typeof seeded>, leads: readonly LeadRow[]): Set<string | undefined> {
  return new Set(leads.map(({ status_id }) => data.leadStatuses.get(status_id)?.label));
}

describe('findLeads', () => {
  it('finds everything for an empty text and for a star', () => {
    const data = seeded();
    expect(find(data, '')).toHaveLength(60);
    expect(find(data, '*')).toHaveLength(60);
  });

  it('finds a status by field, case-insensitively, and negates with a minus', () => {
    const data = seeded();
    const potential = find(data, 'status:"potential"');
    const others = find(data, '-status:"Potential"');
    expect(statusesOf(data, potential)).toEqual(new Set(['Potential']));
    expect(statusesOf(data, others)).not.toContain('Potential');
    expect(potential.length + others.length).toBe(60);
  });

  it('finds by phone, by email and by id', () => {
    const data = seeded();
    const [contact] = data.contacts.all().filter(({ phones }) => phones.length > 0);
    const lead = data.leads.get(contact?.lead_id ?? '');
    expect(find(data, `phone:${contact?.phones[0]?.phone}`)).toContain(lead);
    expect(find(data, `email:${contact?.emails[0]?.email}`)).toContain(lead);
    expect(find(data, `id:${lead?.id}`)).toEqual([lead]);
  });

  it('refuses an unknown field with its place, and finds nothing for it if not strict', () => {
    const [data, text] = [seeded(), 'has:calls -shoe_size:42'];
    const message = 'The sandbox does not know the field "shoe_size" (character 12 of the query).';
    expect(() => find(data, text)).toThrow(
      expect.objectContaining({ body: expect.objectContaining({ 'field-errors': { query: message } }) }),
    );
    expect(find(data, text, { isStrict: false })).toEqual([]);
  });

  it('compares dates and sorts by them', () => {
    const data = seeded();
    const recent = find(data, 'sort:created date_created >= 2026-01-01');
    expect(recent.length).toBeGreaterThan(0);
    expect(recent.length).toBeLessThan(60);
    const dates = recent.map(({ date_created }) => Date.parse(date_created));
    expect(Math.min(...dates)).toBeGreaterThanOrEqual(Date.UTC(2026, 0, 1));
    expect(dates).toEqual(dates.toSorted((a, b) => a - b));
  });

  it('finds one of several values by "or", by a list, and by negation', () => {
    const data = seeded();
    const either = find(data, 'status:"Bad Fit" or status:qualified');
    expect(statusesOf(data, either)).toEqual(new Set(['Bad Fit', 'Qualified']));
    expect(find(data, 'status in ("Bad Fit", Qualified)')).toEqual(either);
    const neither = find(data, 'not (status:"Bad Fit" or status:Qualified)');
    expect(either.length + neither.length).toBe(60);
    expect(find(data, 'status:"Bad Fit" not status:"Bad Fit"')).toEqual([]);
  });

  it('finds by a custom field, by its name or its id', () => {
    const data = seeded();
    const [industry] = data.customFields.lead;
    const found = find(data, 'custom.industry:software');
    expect(found.length).toBeGreaterThan(2);
    expect(find(data, `custom.${industry?.id}:"Software"`)).toEqual(found);
    for (const lead of found) expect(lead[`custom.${industry?.id ?? ''}`]).toBe('Software');
  });

  it('sorts in both directions by any field, and by several', () => {
    const data = seeded();
    const updated = find(data, 'sort:-updated').map(({ date_updated }) => date_updated);
    expect(updated).toHaveLength(60);
    expect(updated).toEqual(updated.toSorted().toReversed());
    expect(find(data, 'sort:updated').map(({ date_updated }) => date_updated)).toEqual(updated.toSorted());
    const counts = find(data, 'sort:-contacts sort:name').map(({ id }) => data.contacts.ofLead(id).length);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });

  it('divides leads into slices, counted from 0 or from 1', () => {
    const data = seeded();
    const slices = ['slice:1/3', 'slice:2/3', 'slice:3/3'].map((slice) =>
      find(data, `has:contacts ${slice}`),
    );
    expect(slices.flat().toSorted(byId)).toEqual(find(data, 'has:contacts').toSorted(byId));
    expect(slices.every((leads) => leads.length > 10)).toBe(true);
    expect(find(data, 'has:contacts slice:0/3')).toEqual(slices[2]);
  });

  it('reads dates without an offset in the time zone of the caller', () => {
    const data = seeded();
    const [lead] = data.leads.all();
    if (lead === undefined) throw new Error('The first lead is there');
    data.leads.update(lead, { date_created: '2026-11-22T23:30:00.000000+00:00' });
    expect(find(data, 'created:yesterday')).toContain(lead);
    expect(find(data, 'created:today', { timeZoneMs: 3_600_000 })).toContain(lead);
    expect(find(data, 'created >= 2026-11-23', { timeZoneMs: 3_600_000 })).toContain(lead);
    expect(find(data, 'created >= 2026-11-23T00:00+00:00', { timeZoneMs: 3_600_000 })).not.toContain(lead);
  });

  it('compares the fields of one related object with each other', () => {
    const data = seeded();
    const [opportunity] = data.opportunities.all();
    if (opportunity === undefined) throw new Error('The first opportunity is there');
    data.opportunities.update(opportunity, { value: 77, confidence: 33 });
    const id = opportunity.lead_id;
    expect(find(data, 'opportunity(value:77 confidence:33)').map((lead) => lead.id)).toEqual([id]);
    expect(find(data, 'opportunity(value:77 confidence:34)')).toEqual([]);
    expect(find(data, 'opportunity(value:77 or confidence:1000)')).toHaveLength(1);
  });

  it('answers any query of known parts, or refuses it', () => {
    const data = seeded();
    const names = ['name', 'calls', 'created', 'user', 'Industry', 'custom.Employees', 'next_task_due', 'x'];
    const values = ['a', '"a b"', '3', '1..5', 'today', '"2 weeks ago"', 'me', '*', 'a*', '(a or b)', ''];
    const term = fc
      .tuple(
        fc.constantFrom('', '-', 'not '),
        fc.constantFrom(...names),
        fc.constantFrom(':', ' > ', '<=', ' != ', ' in '),
        fc.constantFrom(...values),
      )
      .map((parts) => parts.join(''));
    const part = fc.oneof(
      term,
      fc.constantFrom('(', ')', 'or', 'call(', 'sort:-name', 'slice:1/2', 'has:calls'),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        expect(outcomeOf(data, parts.join(' '))).toBe('found or refused');
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['"open phrase', 'The query has no quote to close this one (character 1 of the query).'],
    ['((a or', 'The query must have a condition here (character 7 of the query).'],
    [') b', 'The query must have a condition here (character 1 of the query).'],
    ['a) b', 'The query has no parenthesis to close (character 2 of the query).'],
    ['status:', '`status` must be followed by a value (character 8 of the query).'],
    ['status in (', '`status` must be followed by a value (character 12 of the query).'],
    [':)', 'The query must have a condition here (character 1 of the query).'],
    ['or or', 'The query must have a condition here (character 1 of the query).'],
    ['a or sort:name', 'Each side of `or` must have a condition (character 15 of the query).'],
    ['not sort:name', '`sort:` and `slice:` cannot be negated (character 14 of the query).'],
    ['slice:4/3', '`slice:` must be a part of the leads, such as `slice:1/3` (character 7 of the query).'],
    ['call(sort:date)', 'Only the leads can be sorted (character 11 of the query).'],
    ['-'.repeat(200), 'A query must not be nested deeper than 100 (character 101 of the query).'],
  ])('refuses text that it cannot read, strict or not: %s', (text, message) => {
    const refusal = expect.objectContaining({
      status: 400,
      body: { errors: [message], 'field-errors': { query: message } },
    });
    expect(() => find(seeded(), text, { isStrict: false })).toThrow(refusal);
  });

  it.each([
    ['created:someday', 'a comparison of `created` by ":someday"'],
    ['created > 2026-02-30', 'a comparison of `created` by ">2026-02-30"'],
    ['calls > many', 'a comparison of `calls` by ">many"'],
    ['calls > 1..2', 'a comparison of `calls` by ">1..2"'],
    ['name > a', 'a comparison of `name` by ">a"'],
    ['task(is_complete:maybe)', 'a comparison of `is_complete` by ":maybe"'],
    ['"a* b"', 'a phrase with `*` "a* b"'],
  ])('refuses values that do not fit their field: %s', (text, part) => {
    const errors = [expect.stringContaining(`The sandbox does not understand ${part}`)];
    expect(() => find(seeded(), text)).toThrow(
      expect.objectContaining({ body: expect.objectContaining({ errors }) }),
    );
  });
});

function outcomeOf(data: OrganizationData, text: string): unknown {
  try {
    return find(data, text).length <= 60 && 'found or refused';
  } catch (error) {
    return error instanceof ApiRefusal && error.status === 400 ? 'found or refused' : error;
  }
}

function byId(a: LeadRow, b: LeadRow): number {
  return a.id < b.id ? -1 : 1;
}
