import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

describe('/saved_search/', () => {
  it('contains queries that the search accepts', async () => {
    const { call } = openApi({ leads: 80 });
    const { json: views } = await call('GET', '/saved_search/');
    expect(views.data.length).toBeGreaterThan(3);
    for (const { s_query, type } of views.data) {
      const { status, json } = await call('POST', '/data/search/', {
        query: s_query.query,
        include_counts: true,
      });
      expect([status, json.data[0]['__object_type']]).toEqual([200, type]);
    }
    const { json: ofLeads } = await call('GET', '/saved_search/?type=lead');
    expect(ofLeads.data.length).toBeLessThan(views.data.length);
  });
});

describe('/comment/', () => {
  it('has one thread per object and counts its comments', async () => {
    const { call } = openApi({ leads: 1 });
    const [lead] = (await call('GET', '/lead/')).json.data;
    const { json: note } = await call('POST', '/activity/note/', { lead_id: lead.id, note: 'Hi' });
    const { json: one } = await call('POST', '/comment/', { object_id: note.id, body: 'One' });
    const { json: two } = await call('POST', '/comment/', { object_id: note.id, body: 'Two' });
    expect([one.thread_id, one.lead_id]).toEqual([two.thread_id, lead.id]);
    const { json: list } = await call('GET', `/comment/?object_id=${note.id}`);
    expect(list.data.map(({ body }: { body: string }) => body)).toEqual(['One', 'Two']);
    await call('DELETE', `/comment/${one.id}/`);
    const { json: threads } = await call('GET', `/comment_thread/?object_ids=${note.id}`);
    expect(threads.data).toMatchObject([{ object_type: 'activity.note', num_comments: 1 }]);
    expect((await call('POST', '/comment/', { object_id: 'acti_none', body: 'x' })).status).toBe(400);
    await call('DELETE', `/lead/${lead.id}/`);
    expect((await call('GET', `/comment/${two.id}/`)).status).toBe(404);
  });
});

describe('/comment_thread/', () => {
  it('names the type of its object as events do', async () => {
    const { call } = openApi({ leads: 1 });
    const [lead] = (await call('GET', '/lead/')).json.data;
    const [type] = (await call('GET', '/custom_activity/')).json.data;
    const body = { lead_id: lead.id, custom_activity_type_id: type.id };
    const { json: activity } = await call('POST', '/activity/custom/', body);
    await call('POST', '/comment/', { object_id: activity.id, body: 'One' });
    const { json } = await call('GET', `/comment_thread/?object_ids=${activity.id}`);
    expect(json.data).toMatchObject([{ object_type: 'activity.custom_activity' }]);
  });
});

describe('/group/', () => {
  it('returns members only when _fields names them', async () => {
    const { call } = openApi({ leads: 0 });
    const [group] = (await call('GET', '/group/')).json.data;
    expect(group).not.toHaveProperty('members');
    const { json } = await call('GET', `/group/${group.id}/?_fields=id,members`);
    expect(json.members.length).toBeGreaterThan(1);
    await call('DELETE', `/group/${group.id}/member/${json.members[0].user_id}/`);
    const { json: rest } = await call('GET', `/group/${group.id}/?_fields=members`);
    expect(rest.members).toEqual(json.members.slice(1));
  });
});

describe('/membership/', () => {
  it('changes the response of /me/', async () => {
    const { call } = openApi({ leads: 0 });
    const [membership] = (await call('GET', '/me/')).json.memberships;
    const { json: roles } = await call('GET', '/role/');
    expect(roles.data.map(({ id }: { id: string }) => id)).toContain(membership.role_id);
    const { id: role_id } = roles.data.at(-1);
    await call('PUT', `/membership/${membership.id}/`, { role_id });
    expect((await call('GET', '/me/')).json.memberships).toMatchObject([{ role_id }]);
    expect((await call('PUT', `/membership/${membership.id}/`, { user_id: 'user_x' })).status).toBe(400);
  });
});

describe('/email_template/', () => {
  it('is rendered for a contact', async () => {
    const { call } = openApi({ leads: 0 });
    const { json: lead } = await call('POST', '/lead/', {
      name: 'Acme',
      contacts: [{ name: 'Ada Lovelace' }],
    });
    const [template] = (await call('GET', '/email_template/?is_archived=false')).json.data;
    const { json } = await call(
      'GET',
      `/email_template/${template.id}/render/?contact_id=${lead.contact_ids[0]}`,
    );
    expect([json.subject, json.body]).toEqual(['A question about Acme', expect.stringContaining('Hi Ada,')]);
  });
});

describe('/unsubscribe/email/', () => {
  it('sets is_unsubscribed on the contacts', async () => {
    const { call } = openApi({ leads: 0 });
    const emails = [{ email: 'ada@example.com', type: 'office' }];
    const { json: contact } = await call('POST', '/contact/', { name: 'Ada', emails });
    await call('POST', '/unsubscribe/email/', { email: 'ada@example.com' });
    expect((await call('GET', `/contact/${contact.id}/`)).json.emails).toMatchObject([
      { is_unsubscribed: true },
    ]);
    expect((await call('GET', '/unsubscribe/email/')).json.data).toEqual([{ email: 'ada@example.com' }]);
    await call('DELETE', '/unsubscribe/email/ada@example.com/');
    expect((await call('GET', '/unsubscribe/email/')).json.data).toEqual([]);
    expect((await call('DELETE', '/unsubscribe/email/ada@example.com/')).status).toBe(404);
  });

  it('keeps an address that no contact has', async () => {
    const { call } = openApi({ leads: 0 });
    await call('POST', '/unsubscribe/email/', { email: 'nobody@example.com' });
    expect((await call('GET', '/unsubscribe/email/')).json.data).toEqual([{ email: 'nobody@example.com' }]);
  });
});

describe('/role/', () => {
  it('refuses changes of the built-in roles', async () => {
    const { call } = openApi({ leads: 0 });
    expect((await call('PUT', '/role/admin/', { name: 'Boss' })).status).toBe(400);
    expect((await call('DELETE', '/role/admin/')).status).toBe(400);
  });
});

describe('/custom_object/', () => {
  it('requires an existing lead and type', async () => {
    const { call } = openApi({ leads: 1 });
    const [lead] = (await call('GET', '/lead/')).json.data;
    const [type] = (await call('GET', '/custom_object_type/')).json.data;
    const body = { name: 'One', lead_id: lead.id, custom_object_type_id: type.id };
    const { json: one } = await call('POST', '/custom_object/', body);
    const found = await call('GET', `/custom_object/?lead_id=${lead.id}`);
    expect(found.json.data).toEqual([one]);
    const { json } = await call('POST', '/custom_object/', { ...body, lead_id: 'lead_none' });
    expect(json['field-errors']).toEqual({ lead_id: 'This lead does not exist' });
  });

  it('refuses a custom field that its type does not have', async () => {
    const { call } = openApi({ leads: 1 });
    const [lead] = (await call('GET', '/lead/')).json.data;
    const [type] = (await call('GET', '/custom_object_type/')).json.data;
    const body = { name: 'One', lead_id: lead.id, custom_object_type_id: type.id, 'custom.cf_none': 'x' };
    const { json } = await call('POST', '/custom_object/', body);
    expect(json['field-errors']).toEqual({ 'custom.cf_none': 'This custom field does not exist' });
  });
});

describe('/integration_link/', () => {
  it('is shown on every object of its type, filled in', async () => {
    const { call } = openApi({ leads: 0 });
    const url = 'https://orders.example/?q={{ lead.name }}';
    await call('POST', '/integration_link/', { type: 'lead', name: 'Orders', url });
    const { json: lead } = await call('POST', '/lead/', { name: 'Ada & Co' });
    expect(lead.integration_links).toEqual([
      { name: 'Orders', url: 'https://orders.example/?q=Ada%20%26%20Co' },
    ]);
    await call('POST', '/integration_link/', {
      type: 'contact',
      name: 'Bills',
      url: 'https://bills.example/{{contact.id}}',
    });
    const { json: contact } = await call('POST', '/contact/', { lead_id: lead.id, name: 'Ben' });
    expect(contact.integration_links).toEqual([
      { name: 'Bills', url: `https://bills.example/${contact.id}` },
    ]);
  });

  it('leaves a name unchanged that is null', async () => {
    const { call } = openApi({ leads: 0 });
    const link = { type: 'lead', name: 'Orders', url: 'https://orders.example' };
    const { json } = await call('POST', '/integration_link/', link);
    await call('PUT', `/integration_link/${json.id}/`, { name: null, url: 'https://bills.example' });
    expect((await call('GET', `/integration_link/${json.id}/`)).json).toMatchObject({
      name: 'Orders',
      url: 'https://bills.example',
    });
  });
});

describe('/custom_field/shared/', () => {
  it('is among the fields of each of its object types, and takes their values', async () => {
    const { call } = openApi({ leads: 0 });
    const { json: field } = await call('POST', '/custom_field/shared/', {
      name: 'Region',
      type: 'text',
      associations: [{ object_type: 'lead' }, { object_type: 'contact', required: true }],
    });
    expect(field.associations).toMatchObject([
      { object_type: 'lead', required: false },
      { object_type: 'contact', required: true },
    ]);
    const key = `custom.${field.id}`;
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme', [key]: 'North' });
    expect(lead[key]).toBe('North');
    const { json: schema } = await call('GET', '/custom_field_schema/contact/');
    expect(schema.fields.map(({ id }: { id: string }) => id)).toContain(field.id);
    expect((await call('GET', `/custom_field/lead/${field.id}/`)).status).toBe(404);
    await call('DELETE', `/custom_field/shared/${field.id}/`);
    expect((await call('GET', `/lead/${lead.id}/`)).json).not.toHaveProperty([key]);
  });

  it('needs custom types that exist', async () => {
    const { call } = openApi({ leads: 0 });
    const associations = [{ object_type: 'custom_activity_type', custom_activity_type_id: 'actitype_none' }];
    const { status } = await call('POST', '/custom_field/shared/', { name: 'A', type: 'text', associations });
    expect(status).toBe(400);
    expect((await call('GET', '/custom_field/shared/')).json.data).toEqual([]);
  });
});

describe('/activity/emailthread/', () => {
  it('holds the emails of one thread, and deletes them', async () => {
    const { call } = openApi({ leads: 0 });
    const { json: lead } = await call('POST', '/lead/', { name: 'Acme' });
    const draft = { lead_id: lead.id, status: 'sent', subject: 'Prices', to: ['"Ada" <ada@example.com>'] };
    const { json: first } = await call('POST', '/activity/email/', draft);
    const reply = { ...draft, subject: 'Re: Prices', in_reply_to_id: first.id };
    const { json: second } = await call('POST', '/activity/email/', reply);
    await call('POST', '/activity/email/', { ...draft, subject: 'Something else' });
    const { json } = await call('GET', `/activity/emailthread/${first.thread_id}/`);
    expect(json).toMatchObject({
      id: second.thread_id,
      _type: 'EmailThread',
      lead_id: lead.id,
      latest_normalized_subject: 'Prices',
      n_emails: 2,
      emails: [{ id: first.id }, { id: second.id }],
    });
    expect(json.participants).toContainEqual({ email: 'ada@example.com', name: 'Ada' });
    await call('DELETE', `/activity/emailthread/${first.thread_id}/`);
    expect((await call('GET', `/activity/email/${second.id}/`)).status).toBe(404);
    const { json: list } = await call('GET', `/activity/emailthread/?lead_id=${lead.id}`);
    expect(list.data).toMatchObject([{ latest_normalized_subject: 'Something else' }]);
  });
});

describe('/activity/form_submission/', () => {
  it('answers the fields of its form, from a lead of the website', async () => {
    const { call } = openApi({ leads: 40 });
    const [form] = (await call('GET', '/form/')).json.data;
    const { json } = await call('GET', `/activity/form_submission/?form_id=${form.id}`);
    const [submission] = json.data;
    const [field] = form.field_definitions;
    expect(Object.keys(submission.values)).toEqual([field.id]);
    expect(submission.values_by_name[field.name]).toBe(submission.values[field.id]);
    expect((await call('GET', `/lead/${submission.lead_id}/`)).json.source).toBe('Website');
    expect((await call('GET', '/activity/form_submission/?form_id=form_none')).json.data).toEqual([]);
  });
});

describe('paths of no operation', () => {
  it('return 404 to an authenticated user', async () => {
    const { call } = openApi({ leads: 0 });
    for (const path of ['/report/nosuch/', '/bulk_action/']) {
      expect(await call('GET', path)).toMatchObject({ status: 404, json: { error: expect.any(String) } });
    }
  });
});
