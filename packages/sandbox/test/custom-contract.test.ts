import { describe, expect, it } from 'vitest';
import { customRoutes } from '../src/lib/api/custom/custom-routes.ts';
import { openContract, operationsOf } from './open-contract.ts';
import type { Contract } from './open-contract.ts';

async function checkFields({ check }: Contract, home: string, owner: object = {}): Promise<void> {
  const path = `/custom_field/${home}/`;
  const field = await check('POST', path, { ...owner, name: 'New', type: 'choices', choices: ['A'] });
  const { data } = await check('GET', path);
  expect(data).toContainEqual(field);
  await check('GET', `${path}${field.id}/`);
  await check('PUT', `${path}${field.id}/`, { choices: ['A', 'B'] });
  await check('DELETE', `${path}${field.id}/`);
}

describe('custom fields and types', () => {
  it('match the OpenAPI document', async () => {
    const contract = openContract();
    const { check, checked } = contract;
    for (const type of ['lead', 'contact', 'opportunity']) {
      await checkFields(contract, type);
      const { fields } = await check('GET', `/custom_field_schema/${type}/`);
      expect(fields.length).toBeGreaterThan(0);
    }

    await checkFields(contract, 'shared', { associations: [{ object_type: 'lead' }] });

    const { data: activityTypes } = await check('GET', '/custom_activity/');
    expect(await check('GET', `/custom_field_schema/activity/${activityTypes[0].id}/`)).toMatchObject({
      name: 'Site Visit',
    });
    const audit = await check('POST', '/custom_activity/', { name: 'Audit' });
    await checkFields(contract, 'activity', { custom_activity_type_id: audit.id });
    await check('GET', `/custom_activity/${audit.id}/`);
    await check('PUT', `/custom_activity/${audit.id}/`, { is_archived: true });
    await check('DELETE', `/custom_activity/${audit.id}/`);

    const { data: objectTypes } = await check('GET', '/custom_object_type/');
    await check('GET', `/custom_field_schema/custom_object/${objectTypes[0].id}/`);
    const pallet = await check('POST', '/custom_object_type/', { name: 'Pallet', name_plural: 'Pallets' });
    await checkFields(contract, 'custom_object_type', { custom_object_type_id: pallet.id });
    await check('GET', `/custom_object_type/${pallet.id}/`);
    await check('PUT', `/custom_object_type/${pallet.id}/`, { description: 'Wood' });
    await check('DELETE', `/custom_object_type/${pallet.id}/`);
    await check('PUT', '/custom_field_schema/lead/', { fields: [] });
    const shared = await check('POST', '/custom_field/shared/', { name: 'Region', type: 'text' });
    const path = `/custom_field/shared/${shared.id}/association/`;
    await check('POST', path, { object_type: 'lead', required: true });
    await check('GET', `${path}lead/`);
    await check('PUT', `${path}lead/`, { required: false });
    await check('DELETE', `${path}lead/`);
    expect(checked()).toEqual(operationsOf(customRoutes));
  });
});
