import { describe, expect, it } from 'vitest';
import { defaultSwitches } from '../base/switches.ts';
import type { OrganizationData } from '../model/organization-data.ts';
import { createWorld } from '../seed/create-world.ts';
import { apiRoutes } from './api-routes.ts';
import type { ApiCall } from './base/api-call.ts';

const midnight = Date.UTC(2026, 10, 23);

interface Asked {
  readonly query?: string;
  readonly id?: string;
  readonly body?: Record<string, unknown>;
}

/** An organization, and a function that sends a request straight to its handler. */
function open(leads: number) {
  const { organizations, user } = createWorld({ seed: 1, leads, now: midnight });
  const [data] = organizations;
  if (data === undefined) throw new Error('The world has no organization.');
  // oxlint-disable-next-line typescript/no-explicit-any -- tests inspect any response
  const ask = (endpoint: string, { query = '', id = '', body = {} }: Asked = {}): any => {
    const route = apiRoutes.find(({ method, path }) => `${method} ${path}` === endpoint);
    const call: ApiCall = {
      ...defaultSwitches,
      data,
      user,
      app: undefined,
      origin: '',
      storageOrigin: '',
      webhookKeys: 'always',
      accept: '',
      now: midnight,
      timeZoneMs: 0,
      isStrict: true,
      id,
      params: { id },
      query: new URLSearchParams(query),
      body,
    };
    return route?.handle(call);
  };
  return { data, ask };
}

function createdIn({ leads, contacts, opportunities, tasks, activities }: OrganizationData) {
  return {
    leads: leads.created,
    activities: activities.created,
    rest: contacts.created + opportunities.created + tasks.created,
  };
}

const isLead = { type: 'object_type', object_type: 'lead' };
const hasContact = {
  type: 'has_related',
  this_object_type: 'lead',
  related_object_type: 'contact',
  related_query: { type: 'match_all' },
};

describe('a page of leads', () => {
  it('is served from a hundred of 100,000 leads, which are counted', () => {
    const { data, ask } = open(100_000);
    const page = ask('GET /lead/', { query: '_limit=100' });
    expect([page.data.length, page.has_more, page.total_results]).toEqual([100, true, 100_000]);
    expect(data.leads.created).toBe(128);
    expect(ask('GET /lead/', { query: 'query=*&_limit=10' }).total_results).toBe(100_000);
    expect(createdIn(data)).toMatchObject({ leads: 128, activities: 0 });
  });

  it('is found by a search that stops after the page', () => {
    const { data, ask } = open(100_000);
    const query = { type: 'and', queries: [isLead, hasContact] };
    const found = ask('POST /data/search/', { body: { query, _limit: 100 } });
    expect([found.data.length, typeof found.cursor]).toEqual([100, 'string']);
    expect(createdIn(data)).toMatchObject({ leads: 128, activities: 0 });
  });
});

describe('a single lead', () => {
  it('is all that its id, its tasks and its deals need', () => {
    const [some] = open(600).data.leads.all().slice(234);
    const { data, ask } = open(600);
    expect(ask('GET /lead/{id}/', { id: some?.id ?? '' }).name).toBe(some?.name);
    for (const path of ['/task/', '/opportunity/', '/contact/'])
      ask(`GET ${path}`, { query: `lead_id=${some?.id}` });
    expect(createdIn(data)).toMatchObject({ leads: 1, activities: 0 });
    const { data: timeline } = ask('GET /activity/', { query: `lead_id=${some?.id}` });
    expect(createdIn(data)).toMatchObject({ leads: 1, activities: timeline.length });
  });
});

describe('a page of activities', () => {
  it('is served from the timelines that end last', () => {
    const { data, ask } = open(1000);
    expect(ask('GET /activity/', { query: '_limit=100' }).data).toHaveLength(100);
    const { created } = data.activities;
    expect(created).toBeLessThan(data.activities.count() / 6);
  });
});
