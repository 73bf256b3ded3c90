import { describe, expect, it } from 'vitest';
import type { OrganizationData } from '../model/organization-data.ts';
import { compareAge } from '../model/table.ts';
import { createWorld } from './create-world.ts';

const midnight = Date.UTC(2026, 10, 23);

function organizationOf(leads: number, seed = 1): OrganizationData {
  const [data] = createWorld({ seed, leads, now: midnight }).organizations;
  if (data === undefined) throw new Error('The world has no organization.');
  return data;
}

function take<T>(rows: Iterable<T>, count: number): T[] {
  const taken: T[] = [];
  for (const row of rows) if (taken.push(row) === count) break;
  return taken;
}

function idsOf({ leads, contacts, opportunities, tasks, activities }: OrganizationData): string[] {
  return [leads, contacts, opportunities, tasks, activities].flatMap((table) =>
    table.all().map(({ id }) => id),
  );
}

describe('createWorld', () => {
  it('seeds every lead, also among many', () => {
    const { leads } = organizationOf(10_000);
    expect([leads.count(), leads.all().length]).toEqual([10_000, 10_000]);
    expect(new Set(leads.all().map(({ id }) => id)).size).toBe(10_000);
  });

  it('seeds the number of leads that is wanted, and gives no id twice, for every seed', () => {
    for (const seed of [0, 1, 2, -1, 2 ** 31, Number.MAX_SAFE_INTEGER]) {
      const world = createWorld({ seed, leads: 60 + (Math.abs(seed) % 7), now: midnight });
      expect(world.organizations.map(({ leads }) => leads.all().length)).toEqual([
        60 + (Math.abs(seed) % 7),
        36,
      ]);
      const ids = world.organizations.flatMap(idsOf);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => /^[a-z]+_[0-9A-Za-z]{43}$/.test(id))).toBe(true);
    }
  });

  it('seeds a single lead for its id, and for the ids of its records', () => {
    const all = organizationOf(400);
    const [lead] = all.leads.all().slice(123);
    const [contact] = all.contacts.ofLead(lead?.id ?? '');
    const data = organizationOf(400);
    expect(data.contacts.get(contact?.id ?? '')).toEqual(contact);
    expect(data.leads.get(lead?.id ?? '')).toEqual(lead);
    expect([data.leads.created, data.activities.created]).toEqual([1, 0]);
  });

  it('seeds a single timeline for the id of an activity, and none for an unknown id', () => {
    const all = organizationOf(200);
    const [activity] = all.activities.all().slice(777);
    const data = organizationOf(200);
    expect(data.activities.get('acti_unknown')).toBeUndefined();
    expect(data.activities.created).toBe(0);
    expect(data.activities.get(activity?.id ?? '')).toEqual(activity);
    expect(data.activities.created).toBe(all.activities.ofLead(activity?.lead_id ?? '').length);
    expect(data.leads.created).toBe(0);
  });

  it('keeps the leads of two organizations apart', () => {
    const [first, second] = createWorld({ seed: 1, leads: 36, now: midnight }).organizations;
    const [lead] = first?.leads.all() ?? [];
    expect(second?.leads.get(lead?.id ?? '')).toBeUndefined();
    expect(second?.leads.created).toBe(0);
  });

  it('seeds few of 100,000 leads for a page by age, and counts the others', () => {
    const { leads, contacts } = organizationOf(100_000);
    const page = take(leads.newest(), 101);
    expect(page.every((lead, index) => index === 0 || compareAge(page[index - 1] ?? lead, lead) <= 0)).toBe(
      true,
    );
    expect(leads.created).toBe(128);
    expect(leads.count()).toBe(100_000);
    take(contacts.newest(), 101);
    expect(leads.created).toBe(128);
  });

  it('seeds few of 1,000 timelines for the newest activities', () => {
    const { activities } = organizationOf(1000);
    const newest = take(activities.newest(), 101);
    const seeded = activities.created;
    expect(newest).toEqual(activities.all().toSorted(compareAge).slice(0, 101));
    // One batch of 128 timelines.
    expect(seeded).toBeLessThan(activities.count() / 6);
  });

  it('seeds only timelines that reach the time asked for', () => {
    const { activities } = organizationOf(1000);
    const recent = [...activities.newest('2026-11-20T00:00:00.000000+00:00')];
    const seeded = activities.created;
    const expected = activities.all().filter((row) => row.date_created >= '2026-11-20T00:00:00.000000+00:00');
    expect(recent).toEqual(expected.toSorted(compareAge));
    expect(recent.length).toBeGreaterThan(10);
    expect(seeded).toBeLessThan(activities.count() / 6);
  });

  it('gives the rows of each table in one order, however they were read before', () => {
    const [read, fresh] = [organizationOf(200), organizationOf(200)];
    const someId = fresh.leads.all()[30]?.id ?? '';
    read.activities.ofLead(someId);
    read.leads.get(someId);
    take(read.activities.newest(), 5);
    expect([...read.leads.newest()]).toEqual(fresh.leads.all().toSorted(compareAge));
    expect([...read.activities.newest()]).toEqual(fresh.activities.all().toSorted(compareAge));
    expect([...read.tasks.newest()]).toEqual(fresh.tasks.all().toSorted(compareAge));
    for (const name of ['contacts', 'opportunities', 'tasks', 'activities'] as const) {
      expect(read[name].all()).toEqual(fresh[name].all());
    }
  });

  it('seeds what it would have seeded before the organization changed', () => {
    const [changed, fresh] = [organizationOf(60), organizationOf(60)];
    for (const status of changed.leadStatuses.all()) changed.leadStatuses.update(status, { label: 'Other' });
    changed.leadStatuses.add({ id: 'stat_new', organization_id: changed.organization.id, label: 'New' });
    changed.customFields.lead.length = 0;
    for (const [user] of [changed.users.all()]) if (user !== undefined) changed.users.remove(user);
    expect(changed.leads.all()).toEqual(fresh.leads.all());
    expect(changed.activities.all()).toEqual(fresh.activities.all());
  });
});
