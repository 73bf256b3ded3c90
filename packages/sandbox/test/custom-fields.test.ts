import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

describe('/custom_field/', () => {
  it('is part of records from its creation to its deletion', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    const body = { name: 'Colour', type: 'choices', choices: ['Red', 'Blue'] };
    const { json: field } = await call('POST', '/custom_field/lead/', body);
    const key = `custom.${field.id}`;
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme', [key]: 'Red' });
    expect(lead[key]).toBe('Red');
    expect((await call('PUT', `/lead/${lead.id}/`, { [key]: 'Green' })).status).toBe(400);
    await call('PUT', `/custom_field/lead/${field.id}/`, { choices: ['Red', 'Blue', 'Green'] });
    expect((await call('PUT', `/lead/${lead.id}/`, { [key]: 'Green' })).json[key]).toBe('Green');
    expect(sandbox.organizations[0]?.customFields.map(({ name }) => name)).toContain('Colour');
    await call('DELETE', `/custom_field/lead/${field.id}/`);
    expect((await call('GET', `/lead/${lead.id}/`)).json).not.toHaveProperty([key]);
    expect((await call('PUT', `/lead/${lead.id}/`, { [key]: 'Red' })).status).toBe(400);
  });

  it('is refused without the choices that its type requires, and cannot change its type', async () => {
    const { call } = openApi({ leads: 0 });
    const { json } = await call('POST', '/custom_field/contact/', { name: 'Size', type: 'choices' });
    expect(json['field-errors']).toEqual({ choices: 'Field required' });
    const { json: field } = await call('POST', '/custom_field/contact/', { name: 'Size', type: 'number' });
    expect((await call('PUT', `/custom_field/contact/${field.id}/`, { type: 'text' })).status).toBe(400);
    expect((await call('GET', `/custom_field/lead/${field.id}/`)).status).toBe(404);
  });

  it('is removed by a reset', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    const count = (): number | undefined => sandbox.organizations[0]?.customFields.length;
    const before = count();
    await call('POST', '/custom_field/lead/', { name: 'Size', type: 'number' });
    expect(count()).toBe((before ?? 0) + 1);
    sandbox.reset();
    expect(count()).toBe(before);
  });
});

describe('/custom_activity/', () => {
  it('gets fields for its activities, and cannot be deleted while it has activities', async () => {
    const { call } = openApi({ leads: 1 });
    const [lead] = (await call('GET', '/lead/')).json.data;
    const { json: type } = await call('POST', '/custom_activity/', { name: 'Audit' });
    const owner = { custom_activity_type_id: type.id };
    const { json: field } = await call('POST', '/custom_field/activity/', {
      ...owner,
      name: 'Marks',
      type: 'number',
    });
    expect((await call('GET', `/custom_activity/${type.id}/`)).json.fields).toMatchObject([
      { name: 'Marks' },
    ]);
    const body = { ...owner, lead_id: lead.id, [`custom.${field.id}`]: 4 };
    const { json: activity } = await call('POST', '/activity/custom/', body);
    expect(activity[`custom.${field.id}`]).toBe(4);
    expect((await call('DELETE', `/custom_activity/${type.id}/`)).status).toBe(400);
    await call('DELETE', `/custom_field/activity/${field.id}/`);
    const { json: bare } = await call('GET', `/activity/custom/${activity.id}/`);
    expect(bare).not.toHaveProperty([`custom.${field.id}`]);
    await call('DELETE', `/activity/custom/${activity.id}/`);
    expect((await call('DELETE', `/custom_activity/${type.id}/`)).status).toBe(204);
  });
});
