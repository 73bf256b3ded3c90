import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

describe('/custom_field/', () => {
  it('takes part in records from its making to its end', async () => {
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

  it('is refused without what its type needs, and does not change its type', async () => {
    const { call } = openApi({ leads: 0 });
    const { json } = await call('POST', '/custom_field/contact/', { name: 'Size', type: 'choices' });
    expect(json['field-errors']).toEqual({ choices: 'Field required' });
    const { json: field } = await call('POST', '/custom_field/contact/', { name: 'Size', type: 'number' });
    expect((await call('PUT', `/custom_field/contact/${field.id}/`, { type: 'text' })).status).toBe(400);
    expect((await call('GET', `/custom_field/lead/${field.id}/`)).status).toBe(404);
  });

  it('goes with a reset', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    const count = (): number | undefined => sandbox.organizations[0]?.customFields.length;
    const before = count();
    await call('POST', '/custom_field/lead/', { name: 'Size', type: 'number' });
    expect(count()).toBe((before ?? 0) + 1);
    sandbox.reset();
    expect(count()).toBe(before);
  });
});
