import { describe, expect, it } from 'vitest';
import { furtherRoutes, resourceRoutes } from '../src/lib/api/resources/resource-routes.ts';
import { openContract, operationsOf } from './open-contract.ts';
import type { Contract } from './open-contract.ts';

interface Bodies {
  readonly create: object;
  readonly update?: object;
  /** The query of the list. */
  readonly query?: string;
}

/** Checks the operations of a resource. */
async function checkAll(
  { check }: Contract,
  path: string,
  { create, update, query = '' }: Bodies,
): Promise<void> {
  const row = await check('POST', path, create);
  await check('GET', `${path}${query}`);
  await check('GET', `${path}${row.id}/`);
  if (update !== undefined) await check('PUT', `${path}${row.id}/`, update);
  await check('DELETE', `${path}${row.id}/`);
}

async function checkReadable({ check }: Contract, path: string): Promise<string> {
  const { data } = await check('GET', path);
  expect(data.length).toBeGreaterThan(0);
  await check('GET', `${path}${data[0].id}/`);
  return String(data[0].id);
}

describe('resources around the records', () => {
  it('match the OpenAPI document', async () => {
    const contract = openContract();
    const { check, call, checked, sandbox } = contract;
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme', contacts: [{ name: 'Ada' }] });
    const [first, second] = sandbox.users;

    await checkAll(contract, '/email_template/', {
      create: { name: 'New', subject: 'Hello', body: '<p>Hi</p>' },
      update: { is_shared: false },
    });
    const template = await checkReadable(contract, '/email_template/');
    await check(
      'GET',
      `/email_template/${template}/render/?lead_id=${lead.id}&contact_id=${lead.contacts[0].id}`,
    );
    await checkAll(contract, '/sms_template/', {
      create: { name: 'New', text: 'Hi' },
      update: { status: 'archived' },
    });
    await checkReadable(contract, '/sms_template/');
    const sequence = await checkReadable(contract, '/sequence/');
    const steps = [{ step_type: 'email', delay: 60, email_template_id: template }];
    await checkAll(contract, '/sequence/', { create: { name: 'New', steps }, update: { status: 'paused' } });
    const subscription = await check('POST', '/sequence_subscription/', {
      sequence_id: sequence,
      contact_id: lead.contacts[0].id,
      contact_email: 'ada@example.com',
    });
    await check('GET', `/sequence_subscription/?lead_id=${lead.id}`);
    await check('GET', `/sequence_subscription/${subscription.id}/`);
    await check('PUT', `/sequence_subscription/${subscription.id}/`, { status: 'paused' });
    await check('DELETE', `/sequence_subscription/${subscription.id}/`);
    await checkReadable(contract, '/form/');
    await checkReadable(contract, '/dialer/');
    await checkAll(contract, '/integration_link/', {
      create: { name: 'Orders', type: 'lead', url: 'https://orders.example/{{lead.id}}' },
      update: { name: 'Bills' },
    });
    await checkAll(contract, '/scheduling_link/', {
      create: { name: 'Visit', url: 'https://meet.example/visit' },
      update: { description: 'An hour' },
    });
    await checkAll(contract, '/shared_scheduling_link/', {
      create: { name: 'Visit' },
      update: { description: 'An hour' },
    });

    await checkAll(contract, '/group/', { create: { name: 'New' }, update: { name: 'Newer' } });
    const group = await checkReadable(contract, '/group/');
    await check('POST', `/group/${group}/member/`, { user_id: second?.id });
    await check('DELETE', `/group/${group}/member/${second?.id}/`);
    await checkAll(contract, '/role/', {
      create: { name: 'New', permissions: ['export'] },
      update: { name: 'Newer' },
    });
    await checkReadable(contract, '/role/');
    const [membership] = (await call('GET', '/me/')).json.memberships;
    await check('PUT', `/membership/${membership.id}/`, { auto_record_calls: 'enabled' });
    await check('PUT', `/membership/?id__in=${membership.id}`, { track_email_opens: false });
    const invited = { email: 'ada@example.com', role_id: membership.role_id };
    const { id: invitedId } = await check('POST', '/membership/', invited);
    await check('DELETE', `/membership/${invitedId}/`);
    await check('GET', '/user/availability/');
    await checkReadable(contract, '/connected_account/');
    await checkAll(contract, '/send_as/', {
      create: { allowed_user_id: first?.id, allowing_user_id: second?.id },
    });

    const number = await checkReadable(contract, '/phone_number/');
    await check('PUT', `/phone_number/${number}/`, { label: 'Front desk' });
    await check('DELETE', `/phone_number/${number}/`);
    await checkAll(contract, '/blocked_phone_number/', {
      create: { phone: '+15125550199', reason: 'Rings at night' },
      update: { reason: 'Rang at night' },
    });

    await checkAll(contract, '/saved_search/', {
      create: { name: 'New', type: 'lead', s_query: { query: { type: 'match_all' } } },
      update: { name: 'Newer' },
    });
    await checkReadable(contract, '/saved_search/');
    await checkAll(contract, '/outcome/', { create: { name: 'New' }, update: { description: 'Why' } });
    await checkReadable(contract, '/outcome/');
    await checkAll(contract, '/playbook/', { create: { name: 'New' }, update: { outcome_ids: [] } });
    await checkReadable(contract, '/playbook/');

    const [type] = (await call('GET', '/custom_object_type/')).json.data;
    const object = { name: 'First delivery', lead_id: lead.id, custom_object_type_id: type.id };
    await checkAll(contract, '/custom_object/', {
      create: { ...object, [`custom.${type.fields[0].id}`]: 3 },
      update: { name: 'Second delivery' },
      query: `?lead_id=${lead.id}`,
    });

    const { json: note } = await call('POST', '/activity/note/', { lead_id: lead.id, note: 'Hi' });
    await checkAll(contract, '/comment/', {
      create: { object_id: note.id, body: 'Well done' },
      update: { body: 'Very well done' },
    });
    await checkReadable(contract, '/comment_thread/');
    const [{ email }] = (await check('GET', '/unsubscribe/email/')).data;
    await check('DELETE', `/unsubscribe/email/${email}/`);
    await check('POST', '/unsubscribe/email/', { email });
    const here = resourceRoutes.filter((route) => !furtherRoutes.includes(route));
    expect(checked()).toEqual(operationsOf(here));
  });
});
