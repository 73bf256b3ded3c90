import type { SandboxOptions } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { openApi, openWithKey } from './open-api.ts';
import type { OpenApi } from './open-api.ts';

const minute = 60_000;

const idsOf = ({ json }: { json: any }): string[] => json.data.map(({ id }: { id: string }) => id); // oxlint-disable-line typescript/no-explicit-any -- tests inspect any response

async function kindsIn({ call }: OpenApi, query = ''): Promise<string[]> {
  const { json } = await call('GET', `/event/${query}`);
  return json.data
    .map(({ object_type: type, action }: Record<string, string>) => `${type} ${action}`)
    .toReversed();
}

/** A sandbox with its deliveries. */
function openHooked(options: SandboxOptions) {
  const api = openApi(options);
  api.sandbox.subscribe({ url: 'https://app.example/hook' });
  const delivered = async (): Promise<string[]> => {
    await api.sandbox.delivered();
    return api.sandbox.deliveries.map(({ event }) => `${event.object_type} ${event.action}`);
  };
  return { ...api, delivered };
}

async function eventsOf(childEvents: boolean): Promise<string[][]> {
  const api = openApi({ leads: 1, consistency: { childEvents } });
  const { call, sandbox } = api;
  const create = async () =>
    (await call('POST', '/lead/', { name: 'Acme', contacts: [{ name: 'Ada' }] })).json.id;
  const [source, destination, gone] = [await create(), await create(), await create()];
  sandbox.clock.advance(minute);
  await call('POST', '/lead/merge/', { source, destination });
  const since = '?date_updated__gte=2026-11-23T12:01:00';
  const merge = await kindsIn(api, since);
  await call('DELETE', `/lead/${gone}/`);
  return [merge, (await kindsIn(api, since)).slice(merge.length)];
}

describe('eventDelayMs', () => {
  it('delays the Event Log and deliveries, not lists', async () => {
    const { call, sandbox, delivered, ...api } = openHooked({ consistency: { eventDelayMs: minute } });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    expect(idsOf(await call('GET', '/lead/?_limit=1'))).toEqual([lead.id]);
    sandbox.clock.advance(minute - 1);
    expect(await kindsIn({ call, sandbox, ...api })).toEqual([]);
    expect(await delivered()).toEqual([]);
    sandbox.clock.advance(1);
    const [event] = (await call('GET', '/event/')).json.data;
    expect(event).toMatchObject({ object_id: lead.id, date_created: '2026-11-23T12:00:00.000000' });
    expect(await delivered()).toEqual(['lead created']);
  });

  it('forgets what waits on a reset', async () => {
    const { call, sandbox, delivered } = openHooked({ consistency: { eventDelayMs: minute } });
    await call('POST', '/lead/', { name: 'Acme' });
    sandbox.reset();
    sandbox.subscribe({ url: 'https://app.example/hook' });
    sandbox.clock.advance(minute);
    expect(await delivered()).toEqual([]);
  });
});

describe('childEvents', () => {
  it('are on by default', async () => {
    expect(await eventsOf(true)).toEqual([
      ['contact updated', 'lead deleted', 'activity.lead_merge created', 'lead merged'],
      ['contact deleted', 'lead deleted'],
    ]);
  });

  it('can be off', async () => {
    expect(await eventsOf(false)).toEqual([
      ['lead deleted', 'activity.lead_merge created', 'lead merged'],
      ['lead deleted'],
    ]);
  });
});

describe('consolidateMs', () => {
  const consistency = { consolidateMs: 5 * minute };

  it('makes one event of the updates in a window', async () => {
    const { call, sandbox } = openApi({ consistency });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme', description: 'Old' });
    const update = async (body: object) => {
      sandbox.clock.advance(2 * minute);
      await call('PUT', `/lead/${lead.id}/`, body);
      const { json } = await call('GET', `/event/?object_id=${lead.id}&action=updated`);
      return json.data;
    };
    const [first] = await update({ name: 'Second' });
    const [second, ...others] = await update({ name: 'Third', description: 'New' });
    expect(others).toEqual([]);
    expect(second).toMatchObject({
      id: first.id,
      date_created: '2026-11-23T12:02:00.000000',
      date_updated: '2026-11-23T12:04:00.000000',
      data: { name: 'Third', description: 'New' },
      previous_data: { name: 'Acme', description: 'Old' },
    });
    expect(second.changed_fields).toEqual(['date_updated', 'description', 'display_name', 'name']);
    expect((await call('GET', `/event/${first.id}/`)).json).toEqual(second);
    expect(await update({ name: 'Fourth' })).toHaveLength(1);
    expect(await update({ name: 'Fifth' })).toHaveLength(2);
  });

  it('delivers the last version at the end of the window', async () => {
    const { call, sandbox, delivered } = openHooked({ consistency });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    await call('PUT', `/lead/${lead.id}/`, { name: 'Second' });
    sandbox.clock.advance(minute);
    await call('PUT', `/lead/${lead.id}/`, { name: 'Third' });
    expect(await delivered()).toEqual(['lead created']);
    sandbox.clock.advance(10 * minute);
    expect(await delivered()).toEqual(['lead created', 'lead updated']);
    expect(sandbox.deliveries[1]?.event.data).toMatchObject({ name: 'Third' });
  });

  it('goes on below an event that moves while its page is awaited', async () => {
    const api = openApi({ consistency });
    const { call, sandbox } = api;
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    for (const name of ['One', 'Two']) {
      await call('POST', '/lead/', { name });
      sandbox.clock.advance(1000);
    }
    await call('PUT', `/lead/${lead.id}/`, { name: 'Second' });
    sandbox.clock.advance(1000);
    await call('POST', '/lead/', { name: 'Last' });
    const all = idsOf(await call('GET', '/event/'));
    const { json: first } = await call('GET', '/event/?_limit=1');
    await call('PUT', `/lead/${lead.id}/`, { name: 'Third' });
    const rest = await call('GET', `/event/?_cursor=${encodeURIComponent(first.cursor_next)}`);
    expect(idsOf(rest)).toEqual(all.slice(2));
  });

  it('delivers updates at the same time once', async () => {
    const { call, sandbox, delivered } = openHooked({ consistency });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    await call('PUT', `/lead/${lead.id}/`, { name: 'Second' });
    await call('PUT', `/lead/${lead.id}/`, { name: 'Third' });
    sandbox.clock.advance(5 * minute);
    expect(await delivered()).toEqual(['lead created', 'lead updated']);
  });

  it('shows the version that is visible', async () => {
    const { call, sandbox } = openApi({ consistency: { ...consistency, eventDelayMs: minute } });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    await call('PUT', `/lead/${lead.id}/`, { name: 'Second' });
    sandbox.clock.advance(minute);
    await call('PUT', `/lead/${lead.id}/`, { name: 'Third' });
    const shown = async () =>
      (await call('GET', `/event/?object_id=${lead.id}&action=updated`)).json.data.map(
        (event: { data: { name: string } }) => event.data.name,
      );
    expect(await shown()).toEqual(['Second']);
    sandbox.clock.advance(minute);
    expect(await shown()).toEqual(['Third']);
  });
});

describe('hideEventDataAfterMs', () => {
  it('hides the content of old events from users who are not admins', async () => {
    const { call, sandbox } = openWithKey({ consistency: { hideEventDataAfterMs: 60 * minute } });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    await call('PUT', `/lead/${lead.id}/`, { name: 'Acme Rockets' });
    const shown = async () => {
      const [event] = (await call('GET', `/event/?object_id=${lead.id}&action=updated`)).json.data;
      expect((await call('GET', `/event/${event.id}/`)).json).toEqual(event);
      return [event.changed_fields.includes('name'), event.data?.name, event.previous_data?.name];
    };
    sandbox.clock.advance(60 * minute - 1);
    expect(await shown()).toEqual([true, 'Acme Rockets', 'Acme']);
    sandbox.clock.advance(1);
    expect(await shown()).toEqual([true, undefined, undefined]);
    const { json: me } = await call('GET', '/me/');
    await call('PUT', `/membership/${me.memberships[0].id}/`, { role_id: 'admin' });
    expect(await shown()).toEqual([true, 'Acme Rockets', 'Acme']);
  });
});

describe('eventRetentionMs', () => {
  it('sets the horizon of the Event Log', async () => {
    const api = openApi({ consistency: { eventRetentionMs: minute } });
    await api.call('POST', '/lead/', { name: 'Acme' });
    api.sandbox.clock.advance(minute);
    expect(await kindsIn(api)).toEqual(['lead created']);
    api.sandbox.clock.advance(1);
    expect(await kindsIn(api)).toEqual([]);
  });
});
