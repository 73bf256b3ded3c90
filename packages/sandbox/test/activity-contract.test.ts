import { describe, expect, it } from 'vitest';
import { activityRoutes } from '../src/lib/api/activities/activity-routes.ts';
import { openContract, operationsOf } from './open-contract.ts';

describe('activities', () => {
  it('match the OpenAPI document, kind by kind', async () => {
    const { check, call, checked } = openContract();
    const contact = (
      await call('POST', '/contact/', { name: 'Ada', phones: [{ phone: '+15125550123', type: 'office' }] })
    ).json;
    const lead_id = contact.lead_id;

    const note = await check('POST', '/activity/note/', { lead_id, note: 'Hello' });
    await check('GET', '/activity/note/');
    await check('GET', `/activity/note/${note.id}/`);
    await check('PUT', `/activity/note/${note.id}/`, { pinned: true });
    await check('DELETE', `/activity/note/${note.id}/`);

    const phoneCall = await check('POST', '/activity/call/', {
      contact_id: contact.id,
      direction: 'inbound',
      duration: 65,
      note_html: '<p>Called back</p>',
      phone: '+15125550123',
      status: 'completed',
    });
    await check('GET', '/activity/call/?_limit=1000');
    await check('GET', `/activity/call/${phoneCall.id}/`);
    await check('PUT', `/activity/call/${phoneCall.id}/`, { duration: 70, outcome_id: null });
    await check('DELETE', `/activity/call/${phoneCall.id}/`);

    const email = await check('POST', '/activity/email/', {
      lead_id,
      status: 'draft',
      sender: 'grace@example.com',
      subject: 'Hello',
      body_text: 'One\n\nTwo',
      to: ['ada@example.com'],
    });
    await check('GET', '/activity/email/?_limit=1000');
    await check('GET', `/activity/email/${email.id}/`);
    await check('PUT', `/activity/email/${email.id}/`, {
      status: 'outbox',
      sender: 'sam@example.com',
      cc: ['ben@example.com'],
    });
    await check('DELETE', `/activity/email/${email.id}/`);

    const sms = await check('POST', '/activity/sms/', {
      contact_id: contact.id,
      status: 'inbox',
      text: 'Hi',
    });
    await check('GET', '/activity/sms/?_limit=1000');
    await check('GET', `/activity/sms/${sms.id}/`);
    await check('PUT', `/activity/sms/${sms.id}/`, { text: 'Hi there' });
    await check('DELETE', `/activity/sms/${sms.id}/`);

    const message = await check('POST', '/activity/whatsapp_message/', {
      lead_id,
      contact_id: contact.id,
      activity_at: '2026-11-23T10:00:00Z',
      direction: 'incoming',
      external_whatsapp_message_id: 'wamid.1',
      local_phone: '+15035550100',
      remote_phone: '+15125550123',
      message_markdown: 'Hello',
    });
    await check('GET', '/activity/whatsapp_message/');
    await check('GET', `/activity/whatsapp_message/${message.id}/`);
    await check('PUT', `/activity/whatsapp_message/${message.id}/`, { message_markdown: 'Bye' });
    await check('DELETE', `/activity/whatsapp_message/${message.id}/`);

    const [visit] = (await call('GET', '/custom_activity/')).json.data;
    const custom = await check('POST', '/activity/custom/', {
      lead_id,
      custom_activity_type_id: visit.id,
      [`custom.${visit.fields[1].id}`]: 'Warm',
    });
    await check('GET', `/activity/custom/?custom_activity_type_id=${visit.id}`);
    await check('GET', `/activity/custom/${custom.id}/`);
    await check('PUT', `/activity/custom/${custom.id}/`, { pinned: true, status: 'draft' });
    await check('DELETE', `/activity/custom/${custom.id}/`);

    const { data: statuses } = (await call('GET', '/status/lead/')).json;
    const leadChange = await check('POST', '/activity/status_change/lead/', {
      lead_id,
      old_status_id: statuses[0].id,
      new_status_id: statuses[1].id,
      date_created: '2026-01-05T10:00:00+00:00',
    });
    await check('GET', '/activity/status_change/lead/');
    await check('GET', `/activity/status_change/lead/${leadChange.id}/`);
    await check('DELETE', `/activity/status_change/lead/${leadChange.id}/`);

    const opportunity = (await call('POST', '/opportunity/', { lead_id, value: 100 })).json;
    const { data: stages } = (await call('GET', '/status/opportunity/')).json;
    const move = await check('POST', '/activity/status_change/opportunity/', {
      lead_id,
      opportunity_id: opportunity.id,
      old_status_id: stages[0].id,
      new_status_id: stages[1].id,
    });
    await check('GET', '/activity/status_change/opportunity/');
    await check('GET', `/activity/status_change/opportunity/${move.id}/`);
    await check('DELETE', `/activity/status_change/opportunity/${move.id}/`);

    const [meeting] = (await check('GET', '/activity/meeting/?_limit=1000')).data;
    const integration_data = { note_html: '<p>Hi</p>' };
    await check('POST', `/activity/meeting/${meeting.id}/integration/`, { integration_data });
    await check('GET', `/activity/meeting/${meeting.id}/`);
    await check('PUT', `/activity/meeting/${meeting.id}/`, { user_note_html: '<p>Good</p>' });
    await check('DELETE', `/activity/meeting/${meeting.id}/`);

    for (const kind of ['form_submission', 'import_update', 'emailthread']) {
      const [logged] = (await check('GET', `/activity/${kind}/?_limit=100`)).data;
      await check('GET', `/activity/${kind}/${logged.id}/`);
      await check('DELETE', `/activity/${kind}/${logged.id}/`);
    }

    const [created] = (await check('GET', '/activity/created/?_limit=1000')).data;
    await check('GET', `/activity/created/${created.id}/`);
    const [completion] = (await check('GET', '/activity/task_completed/?_limit=1000')).data;
    await check('GET', `/activity/task_completed/${completion.id}/`);
    await check('DELETE', `/activity/task_completed/${completion.id}/`);

    const twin = (await call('POST', '/lead/', { name: 'Twin' })).json;
    await call('POST', '/lead/merge/', { source: twin.id, destination: lead_id });
    const [merge] = (await check('GET', '/activity/lead_merge/')).data;
    await check('GET', `/activity/lead_merge/${merge.id}/`);
    await check('GET', '/activity/?_limit=1000');
    expect(checked()).toEqual(operationsOf(activityRoutes));
  });
});
