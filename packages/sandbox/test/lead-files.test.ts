import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

type Api = ReturnType<typeof openApi>;

async function upload({ sandbox, call }: Api, filename: string, content: string) {
  const { json } = await call('POST', '/files/upload/', { filename, content_type: 'text/plain' });
  const form = new FormData();
  for (const [name, value] of Object.entries<string>(json.upload.fields)) form.append(name, value);
  form.append('file', new File([content], filename, { type: 'text/plain' }));
  const { status } = await sandbox.fetch(json.upload.url, { method: 'POST', body: form });
  expect(status).toBe(201);
  return { url: json.download.url, filename, content_type: 'text/plain' };
}

describe('the files of a lead', () => {
  it('are those attached to it, and can be downloaded', async () => {
    const api = openApi({ leads: 0 });
    const { json: lead } = await api.call('POST', '/lead/', { name: 'Acme' });
    const attachment = await upload(api, 'offer.txt', 'the content');
    await api.call('POST', `/lead/${lead.id}/files/`, { attachments: [attachment] });
    const { json } = await api.call('GET', `/lead/${lead.id}/files/`);
    expect(json).toMatchObject({
      has_more: false,
      data: [
        {
          lead_id: lead.id,
          name: 'offer.txt',
          size: 11,
          checksum: createHash('md5').update('the content').digest('hex'),
          last_object_type: 'lead',
          last_object_id: lead.id,
        },
      ],
    });
    const headers = { authorization: `Bearer ${api.accessToken}` };
    const redirect = await api.sandbox.fetch(json.data[0].download_url, { headers });
    const file = await api.sandbox.fetch(redirect.headers.get('location') ?? '');
    expect(await file.text()).toBe('the content');
  });

  it('include those of its notes and emails, last used first', async () => {
    const api = openApi({ leads: 0 });
    const { json: lead } = await api.call('POST', '/lead/', { name: 'Acme' });
    const [first, second] = [await upload(api, 'a.txt', 'a'), await upload(api, 'b.txt', 'b')];
    const { json: note } = await api.call('POST', '/activity/note/', {
      lead_id: lead.id,
      note: 'Hi',
      attachments: [first],
    });
    expect(note.attachments).toMatchObject([{ filename: 'a.txt', size: 1, url: first.url }]);
    api.sandbox.clock.advance(1000);
    const body = { lead_id: lead.id, status: 'draft', attachments: [{ ...second, size: 1 }] };
    const { json: email } = await api.call('POST', '/activity/email/', body);
    expect(email.attachments).toMatchObject([{ filename: 'b.txt', size: 1 }]);
    const files = async () =>
      (await api.call('GET', `/lead/${lead.id}/files/`)).json.data.map(
        ({ name, last_object_type }: Record<string, string>) => [name, last_object_type],
      );
    expect(await files()).toEqual([
      ['b.txt', 'activity.email'],
      ['a.txt', 'activity.note'],
    ]);
    await api.call('DELETE', `/activity/note/${note.id}/`);
    expect(await files()).toEqual([['b.txt', 'activity.email']]);
  });

  it('move with a merge, and are gone with the lead', async () => {
    const api = openApi({ leads: 0 });
    const { json: source } = await api.call('POST', '/lead/', { name: 'Acme' });
    const { json: destination } = await api.call('POST', '/lead/', { name: 'Twin' });
    await api.call('POST', `/lead/${source.id}/files/`, { attachments: [await upload(api, 'a.txt', 'a')] });
    await api.call('POST', '/lead/merge/', { source: source.id, destination: destination.id });
    expect((await api.call('GET', `/lead/${destination.id}/files/`)).json.data).toHaveLength(1);
    expect((await api.call('GET', `/lead/${source.id}/files/`)).status).toBe(404);
  });

  it('must be uploaded, and in a list that the sandbox understands', async () => {
    const api = openApi({ leads: 1 });
    const [lead] = (await api.call('GET', '/lead/')).json.data;
    const path = `/lead/${lead.id}/files/`;
    const url = 'https://app.close.com/go/file/file_nope/a.txt';
    const missing = await api.call('POST', path, { attachments: [{ url, filename: 'a.txt' }] });
    expect([missing.status, missing.json['field-errors']]).toEqual([
      400,
      { attachments: 'This file is not uploaded' },
    ]);
    const unknown = await api.call('POST', path, { file: 'a.txt' });
    expect([unknown.status, unknown.response.headers.get('x-closekit-sandbox')]).toEqual([
      400,
      'not-understood',
    ]);
  });
});
