import { createSandbox } from '@closekit/sandbox';
import { describe, expect, it } from 'vitest';
import { openApi, openWithKey } from './open-api.ts';
import type { OpenApi } from './open-api.ts';

const minute = 60_000;
const allLeads = { type: 'object_type', object_type: 'lead' };

const idsOf = ({ json }: { json: any }): string[] => json.data.map(({ id }: { id: string }) => id); // oxlint-disable-line typescript/no-explicit-any -- tests inspect any response

function found({ call }: OpenApi, more: object = {}) {
  return call('POST', '/data/search/', { query: allLeads, _limit: 200, ...more });
}

async function walk(searchCursor: 'position' | 'snapshot'): Promise<[string[], string[]]> {
  const api = openApi({ leads: 6, consistency: { searchCursor } });
  const all = idsOf(await found(api));
  const { json: first } = await found(api, { _limit: 2 });
  await api.call('DELETE', `/lead/${all[0]}/`);
  await api.call('DELETE', `/lead/${all[4]}/`);
  const { json: second } = await found(api, { _limit: 2, cursor: first.cursor });
  const { json: third } = await found(api, { _limit: 2, cursor: second.cursor });
  return [all, [first, second, third].flatMap((json) => idsOf({ json }))];
}

async function orders(ties: 'stable' | 'unstable', seed = 1): Promise<string[][]> {
  const api = openApi({ leads: 3, seed, consistency: { ties } });
  for (let count = 0; count < 12; count += 1) await api.call('POST', '/lead/', { name: 'Same' });
  const names = [
    {
      direction: 'asc',
      field: { type: 'regular_field', object_type: 'lead', field_name: 'name' },
    },
  ];
  const listed = async () => idsOf(await api.call('GET', '/lead/?_limit=12'));
  const sorted = async () => {
    const ids = idsOf(await found(api, { sort: names }));
    expect(new Set(ids).size).toBe(15);
    return ids;
  };
  return [await listed(), await listed(), await sorted(), await sorted()];
}

const tooLarge = (most: number) => `Input should be less than or equal to ${most}`;

const refusalOf = (options: object) => {
  try {
    createSandbox(options);
  } catch (error) {
    return error;
  }
  return undefined;
};

const must = (text: string) => new TypeError(`createSandbox: \`${text}.`);

describe('listDelayMs', () => {
  const options = { leads: 3, consistency: { listDelayMs: minute } };

  it('delays changes in lists and search, not in a GET by id', async () => {
    const api = openApi(options);
    const { call, sandbox } = api;
    const [first = '', second = ''] = idsOf(await call('GET', '/lead/'));
    const before = idsOf(await call('GET', '/lead/'));
    const nameOf = async (id: string) => {
      const { json } = await call('GET', '/lead/?_fields=id,name');
      return json.data.find((lead: { id: string }) => lead.id === id)?.name;
    };
    const oldName = await nameOf(first);
    const { json: added } = await call('POST', '/lead/', { name: 'Zebra', contacts: [{ name: 'Okapi' }] });
    await call('PUT', `/lead/${first}/`, { name: 'Renamed' });
    await call('DELETE', `/lead/${second}/`);
    sandbox.clock.advance(minute - 1);
    expect(idsOf(await call('GET', '/lead/'))).toEqual(before);
    expect(idsOf(await found(api))).toEqual(before);
    expect((await call('GET', '/lead/?query=zebra')).json.total_results).toBe(0);
    expect(idsOf(await call('GET', `/contact/?lead_id=${added.id}`))).toEqual([]);
    expect(await nameOf(first)).toBe(oldName);
    expect((await call('GET', `/lead/${first}/`)).json.name).toBe('Renamed');
    expect((await call('GET', `/lead/${added.id}/`)).json.contacts).toHaveLength(1);
    expect((await call('GET', `/lead/${second}/`)).status).toBe(404);
    sandbox.clock.advance(1);
    const after = [added.id, ...before.filter((id) => id !== second)];
    expect(idsOf(await call('GET', '/lead/'))).toEqual(after);
    expect(idsOf(await found(api))).toEqual(after);
    expect((await call('GET', '/lead/?query=okapi')).json.total_results).toBe(1);
    expect(await nameOf(first)).toBe('Renamed');
  });

  it('shows each version in turn', async () => {
    const { call, sandbox } = openApi(options);
    const { json: lead } = await call('POST', '/lead/', { name: 'Aardvark' });
    const names: unknown[] = [];
    for (const name of ['Badger', 'Cheetah', 'Dingo']) {
      sandbox.clock.advance(minute / 2);
      await call('PUT', `/lead/${lead.id}/`, { name });
      const { json } = await call('GET', '/lead/?query=aardvark or badger or cheetah or dingo');
      names.push(json.data.map((row: { name: string }) => row.name));
    }
    expect(names).toEqual([[], ['Aardvark'], ['Badger']]);
  });

  it('finds and sorts by each version of a related object', async () => {
    const { call, sandbox } = openApi(options);
    const { json: lead } = await call('POST', '/lead/', { contacts: [{ name: 'Aardvark' }] });
    sandbox.clock.advance(minute);
    const shown = async () => {
      const words = ['aardvark', 'zebra', 'cheetah'];
      const lists = words.map(async (word) => idsOf(await call('GET', `/lead/?query=${word}`)));
      const all = idsOf(await call('GET', '/lead/?query=sort:name'));
      const hits = (await Promise.all(lists)).map((ids) => ids.includes(lead.id));
      return [words.filter((_, index) => hits[index]), all.indexOf(lead.id)];
    };
    const seen = [await shown()];
    for (const name of ['Zebra', 'Cheetah']) {
      await call('PUT', `/contact/${lead.contacts[0].id}/`, { name });
      seen.push(await shown());
      sandbox.clock.advance(minute / 2);
    }
    sandbox.clock.advance(minute / 4);
    seen.push(await shown());
    expect(seen).toEqual([
      [['aardvark'], 0],
      [['aardvark'], 0],
      [['aardvark'], 0],
      [['zebra'], 3],
    ]);
  });

  it('delays activities, and moves to another lead', async () => {
    const { call, sandbox } = openApi(options);
    const [first, second] = idsOf(await call('GET', '/lead/'));
    const { json: contact } = await call('POST', '/contact/', { lead_id: first, name: 'Okapi' });
    sandbox.clock.advance(minute);
    const { json: note } = await call('POST', '/activity/note/', { lead_id: first, note: 'Hi' });
    await call('PUT', `/contact/${contact.id}/`, { lead_id: second });
    const isListed = async (path: string, id: string) => idsOf(await call('GET', path)).includes(id);
    const shown = async () => [
      await isListed(`/contact/?lead_id=${first}`, contact.id),
      await isListed(`/contact/?lead_id=${second}`, contact.id),
      await isListed(`/activity/?lead_id=${first}`, note.id),
      await isListed('/activity/note/', note.id),
      await isListed('/lead/?query=okapi', second ?? ''),
    ];
    expect(await shown()).toEqual([true, false, false, false, false]);
    sandbox.clock.advance(minute);
    expect(await shown()).toEqual([false, true, true, true, true]);
  });

  it('delays custom objects', async () => {
    const { call, sandbox } = openApi(options);
    const [lead] = idsOf(await call('GET', '/lead/'));
    const [type] = idsOf(await call('GET', '/custom_object_type/'));
    const body = { custom_object_type_id: type, lead_id: lead, name: 'Contract' };
    const { json: row } = await call('POST', '/custom_object/', body);
    const shown = async () => idsOf(await call('GET', `/custom_object/?lead_id=${lead}`)).includes(row.id);
    expect(await shown()).toBe(false);
    sandbox.clock.advance(minute);
    expect(await shown()).toBe(true);
  });
});

describe('deletedReadableMs', () => {
  it('keeps a deleted object readable by id', async () => {
    const { call, sandbox } = openApi({ consistency: { deletedReadableMs: 20_000 } });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme', contacts: [{ name: 'Ada' }] });
    await call('PUT', `/lead/${lead.id}/`, { name: 'Acme Rockets' });
    await call('DELETE', `/lead/${lead.id}/`);
    sandbox.clock.advance(19_999);
    const { json: still } = await call('GET', `/lead/${lead.id}/`);
    expect(still).toMatchObject({ name: 'Acme Rockets', contacts: [{ name: 'Ada' }] });
    expect((await call('GET', `/contact/${lead.contacts[0].id}/`)).json.name).toBe('Ada');
    expect(idsOf(await call('GET', '/lead/'))).not.toContain(lead.id);
    expect((await call('PUT', `/lead/${lead.id}/`, { name: 'Back' })).status).toBe(404);
    sandbox.clock.advance(1);
    expect((await call('GET', `/lead/${lead.id}/`)).status).toBe(404);
  });
});

describe('searchCursor', () => {
  it('is a position by default, so that a deletion shifts rows', async () => {
    const api = openApi({ leads: 6 });
    const all = idsOf(await found(api));
    const { json: first } = await found(api, { _limit: 2 });
    await api.call('DELETE', `/lead/${all[0]}/`);
    const second = await found(api, { _limit: 2, cursor: first.cursor });
    expect(idsOf(second)).toEqual([all[3], all[4]]);
  });

  it('can be a snapshot of the ids', async () => {
    const [all, seen] = await walk('snapshot');
    expect(seen).toEqual([all[0], all[1], all[2], all[3], all[5]]);
  });

  it('expires as a snapshot, too, and counts', async () => {
    const api = openWithKey({ leads: 6, consistency: { searchCursor: 'snapshot' } });
    const { json: first } = await found(api, { _limit: 2, include_counts: true });
    expect(first.count).toEqual({ limited: 6, total: 6 });
    api.sandbox.clock.advance(30_000);
    expect((await found(api, { cursor: first.cursor })).json['field-errors']).toEqual({
      cursor: 'Expired cursor',
    });
    const { json: later } = await found(api, { _limit: 2 });
    api.sandbox.reset();
    api.sandbox.clock.advance(29_000);
    expect((await found(api, { cursor: later.cursor })).json['field-errors']).toEqual({
      cursor: 'Invalid cursor',
    });
  });
});

describe('ties', () => {
  it('are stable by default', async () => {
    const [first, second, third, fourth] = await orders('stable');
    expect([second, fourth]).toEqual([first, third]);
  });

  it('can be unstable, among equal rows and by the seed', async () => {
    const [first = [], second = [], third, fourth] = await orders('unstable');
    expect(first).not.toEqual(second);
    expect(first.toSorted()).toEqual(second.toSorted());
    expect(third).not.toEqual(fourth);
    expect(await orders('unstable')).toEqual([first, second, third, fourth]);
  });
});

describe('ceilings', () => {
  it('can be set', async () => {
    const ceilings = {
      skip: 10,
      pageSize: 4,
      leadPageSize: 5,
      eventPageSize: 2,
      searchPageSize: 3,
      searchResults: 4,
      searchCursorMs: 1000,
      webhookSubscriptions: 1,
    };
    const api = openApi({ leads: 20, ceilings });
    const { call, sandbox } = api;
    const sizeOf = async (path: string) => {
      const { status, json } = await call('GET', path);
      return status === 200 ? json.data.length : json['field-errors'];
    };
    expect(await sizeOf('/lead/?_skip=10')).toBe(5);
    expect(await sizeOf('/lead/?_skip=11')).toEqual({ _skip: tooLarge(10) });
    expect(await sizeOf('/lead/?_limit=6')).toEqual({ _limit: tooLarge(5) });
    expect(await sizeOf('/task/?_limit=5')).toEqual({ _limit: tooLarge(4) });
    await call('POST', '/lead/', { contacts: [{ name: 'Ada' }, { name: 'Grace' }] });
    expect(await sizeOf('/event/')).toBe(2);
    expect(await sizeOf('/event/?_limit=3')).toEqual({ _limit: tooLarge(2) });
    expect((await found(api, { _limit: 4 })).json['field-errors']).toEqual({ _limit: tooLarge(3) });
    const { json: first } = await found(api, { _limit: undefined });
    expect(first.data).toHaveLength(3);
    const { json: second } = await found(api, { _limit: 3, cursor: first.cursor });
    expect([second.data.length, second.cursor]).toEqual([1, null]);
    sandbox.clock.advance(1000);
    expect((await found(api, { _limit: 3, cursor: first.cursor })).status).toBe(400);
    const hook = { url: 'https://app.example/hook', events: [{ object_type: 'lead', action: 'created' }] };
    expect((await call('POST', '/webhook/', hook)).status).toBe(201);
    expect((await call('POST', '/webhook/', hook)).json.errors).toEqual([
      'An organization may have at most 1 webhook subscriptions.',
    ]);
  });

  it('can be higher than those of Close', async () => {
    const { call } = openApi({ leads: 300, ceilings: { leadPageSize: 250, eventPageSize: 60 } });
    expect((await call('GET', '/lead/?_limit=250&_fields=id')).json.data).toHaveLength(250);
    expect((await call('GET', '/event/?_limit=60')).status).toBe(200);
  });
});

describe('wrong options', () => {
  it('are refused by name', () => {
    expect([
      refusalOf({ consistency: 1 }),
      refusalOf({ ceilings: null }),
      refusalOf({ consistency: { listDelayMs: -1 } }),
      refusalOf({ consistency: { eventDelayMs: Infinity } }),
      refusalOf({ consistency: { childEvents: 1 } }),
      refusalOf({ consistency: { ties: 'random' } }),
      refusalOf({ consistency: { delayMs: 1 } }),
      refusalOf({ ceilings: { skip: '1' } }),
    ]).toEqual([
      must('consistency` must be an object'),
      must('ceilings` must be an object'),
      must('consistency.listDelayMs` must be a number of at least 0'),
      must('consistency.eventDelayMs` must be a number from 0 to 86400000'),
      must('consistency.childEvents` must be true or false'),
      must("consistency.ties` must be 'stable' or 'unstable'"),
      must('consistency.delayMs` must be left out: it is unknown'),
      must('ceilings.skip` must be a number of at least 0'),
    ]);
  });
});
