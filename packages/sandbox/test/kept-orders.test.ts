import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';
import type { OpenApi } from './open-api.ts';

async function leadIds({ call }: OpenApi, query: string): Promise<string[]> {
  const { json } = await call('GET', `/lead/?_fields=id&_limit=200&query=${encodeURIComponent(query)}`);
  return json.data.map(({ id }: { id: string }) => id);
}

async function searchIds({ call }: OpenApi, more: object): Promise<string[]> {
  const { json } = await call('POST', '/data/search/', {
    query: { type: 'object_type', object_type: 'lead' },
    ...more,
  });
  return json.data.map(({ id }: { id: string }) => id);
}

describe('lists and searches after a change', () => {
  it('sort by the new value', async () => {
    const api = openApi();
    const before = await leadIds(api, 'sort:-updated');
    const last = before.at(-1) ?? '';
    await api.call('PUT', `/lead/${last}/`, { description: 'Changed' });
    expect(await leadIds(api, 'sort:-updated')).toEqual([last, ...before.slice(0, -1)]);
    await api.call('DELETE', `/lead/${last}/`);
    expect(await leadIds(api, 'sort:-updated')).toEqual(before.slice(0, -1));
  });

  it('sort by a value that another object gives', async () => {
    const api = openApi({ leads: 5 });
    const { json: lead } = await api.call('POST', '/lead/', { contacts: [{ name: 'Aaa' }] });
    expect((await leadIds(api, 'sort:name'))[0]).toBe(lead.id);
    await api.call('PUT', `/contact/${lead.contacts[0].id}/`, { name: 'Zzz' });
    expect((await leadIds(api, 'sort:name')).at(-1)).toBe(lead.id);
  });

  it('sort by a count that has changed', async () => {
    const api = openApi({ leads: 5 });
    const sort = [
      { direction: 'desc', field: { type: 'regular_field', object_type: 'lead', field_name: 'num_notes' } },
    ];
    const last = (await searchIds(api, { sort })).at(-1) ?? '';
    for (let count = 0; count < 20; count += 1) {
      await api.call('POST', '/activity/note/', { lead_id: last, note: 'Note' });
    }
    expect((await searchIds(api, { sort }))[0]).toBe(last);
  });

  it('find the words that are there now', async () => {
    const api = openApi({ leads: 20 });
    const { json: lead } = await api.call('POST', '/lead/', { name: 'Zebra', contacts: [{ name: 'Okapi' }] });
    expect([await leadIds(api, 'zebra'), await leadIds(api, 'okapi')]).toEqual([[lead.id], [lead.id]]);
    await api.call('PUT', `/lead/${lead.id}/`, { name: 'Giraffe' });
    await api.call('PUT', `/contact/${lead.contacts[0].id}/`, { name: 'Ibex' });
    expect([await leadIds(api, 'zebra'), await leadIds(api, 'okapi')]).toEqual([[], []]);
    expect([await leadIds(api, 'giraffe'), await leadIds(api, 'ibex')]).toEqual([[lead.id], [lead.id]]);
    await api.call('DELETE', `/contact/${lead.contacts[0].id}/`);
    expect([await leadIds(api, 'giraffe'), await leadIds(api, 'ibex')]).toEqual([[lead.id], []]);
  });

  it('move a contact from the words of one lead to those of another', async () => {
    const api = openApi({ leads: 2 });
    const [first, second] = await leadIds(api, '');
    const { json: contact } = await api.call('POST', '/contact/', { lead_id: first, name: 'Okapi' });
    expect(await leadIds(api, 'okapi')).toEqual([first]);
    await api.call('PUT', `/contact/${contact.id}/`, { lead_id: second });
    expect(await leadIds(api, 'okapi')).toEqual([second]);
  });

  it('forget the values of a deleted custom field', async () => {
    const api = openApi({ leads: 30 });
    const { json: fields } = await api.call('GET', '/custom_field/lead/');
    const { id } = fields.data.find(({ name }: { name: string }) => name === 'Interests');
    expect((await leadIds(api, 'training')).length).toBeGreaterThan(0);
    await api.call('DELETE', `/custom_field/lead/${id}/`);
    expect(await leadIds(api, 'training')).toEqual([]);
  });

  it('show a new activity first, and none of a deleted lead', async () => {
    const api = openApi();
    const list = async () => (await api.call('GET', '/activity/?_limit=500')).json.data;
    const [newest] = await list();
    const { json: note } = await api.call('POST', '/activity/note/', {
      lead_id: newest.lead_id,
      note: 'New',
    });
    expect((await list())[0].id).toBe(note.id);
    await api.call('DELETE', `/lead/${newest.lead_id}/`);
    const left: { lead_id: string }[] = await list();
    expect(left.length).toBeGreaterThan(100);
    expect(left.filter(({ lead_id }) => lead_id === newest.lead_id)).toEqual([]);
  });
});
