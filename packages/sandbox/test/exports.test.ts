import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openApi } from './open-api.ts';

async function download(sandbox: ReturnType<typeof openApi>['sandbox'], url: string) {
  const response = await sandbox.fetch(url);
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { response, text: gunzipSync(bytes).toString() };
}

const leadExport = { format: 'csv', type: 'leads' };

describe('an export', () => {
  it('progresses with the clock until it can be downloaded', async () => {
    const { sandbox, call } = openApi({ leads: 1000 });
    const { json: created } = await call('POST', '/export/lead/', leadExport);
    expect(created).toMatchObject({
      status: 'created',
      n_docs: null,
      n_docs_processed: 0,
      download_url: null,
    });
    const path = `/export/${created.id}/`;
    sandbox.clock.advance(1000);
    expect((await call('GET', path)).json).toMatchObject({ status: 'started', download_url: null });
    sandbox.clock.advance(2800);
    expect((await call('GET', path)).json).toMatchObject({
      status: 'in_progress',
      n_docs: 1000,
      n_docs_processed: 500,
      download_url: null,
    });
    sandbox.clock.advance(2000);
    const { json: done } = await call('GET', path);
    expect(done).toMatchObject({ status: 'done', n_docs: 1000, n_docs_processed: 1000 });
    const { response, text } = await download(sandbox, done.download_url);
    expect(response.headers.get('content-disposition')).toContain('leads-2026-11-23.csv.gz');
    expect(text.split('\r\n')[0]).toContain('id,organization_id,name,display_name');
  });

  it('has a URL that expires after a minute, and none before it is done', async () => {
    const { sandbox, call } = openApi();
    const { json: created } = await call('POST', '/export/lead/', leadExport);
    const url = `${sandbox.origin}/storage/export/${created.id}/leads.csv.gz?expires=9e15`;
    expect((await sandbox.fetch(url)).status).toBe(403);
    sandbox.clock.advance(60_000);
    const { json: done } = await call('GET', `/export/lead/${created.id}/`);
    sandbox.clock.advance(60_000);
    expect((await sandbox.fetch(done.download_url)).status).toBe(403);
    const { json: again } = await call('GET', `/export/lead/${created.id}/`);
    expect((await sandbox.fetch(again.download_url)).status).toBe(200);
    expect((await sandbox.fetch(url.replace(created.id, 'expo_none'))).status).toBe(404);
  });

  it('contains the requested fields and leads, as quoted CSV', async () => {
    const { sandbox, call } = openApi({ leads: 0 });
    await call('POST', '/lead/', { name: 'Comma, "quote"', status: 'Qualified' });
    await call('POST', '/lead/', { name: 'Other' });
    const field = { type: 'regular_field', object_type: 'lead', field_name: 'name' };
    const { json: created } = await call('POST', '/export/lead/', {
      ...leadExport,
      s_query: {
        type: 'field_condition',
        field,
        condition: { type: 'text', mode: 'full_words', value: 'comma' },
      },
      fields: ['display_name', 'status_label', 'date_created'],
      date_format: 'excel',
    });
    sandbox.clock.advance(60_000);
    const { json: done } = await call('GET', `/export/${created.id}/`);
    const { text } = await download(sandbox, done.download_url);
    expect(text).toBe(
      'display_name,status_label,date_created\r\n"Comma, ""quote""",Qualified,2026-11-23 12:00:00\r\n',
    );
  });

  it('contains the contacts of leads, or opportunities by their filters', async () => {
    const { sandbox, call } = openApi();
    const { json: contacts } = await call('POST', '/export/lead/', { format: 'json', type: 'contacts' });
    const { json: won } = await call('POST', '/export/opportunity/', {
      format: 'json',
      params: { status_type: ['won'] },
    });
    sandbox.clock.advance(60_000);
    const { json: list } = await call('GET', '/export/');
    expect(list.data.map(({ type }: { type: string }) => type)).toEqual(['opps', 'contacts']);
    expect((await call('GET', '/export/lead/')).json.data).toHaveLength(1);
    expect((await call('GET', `/export/opportunity/${contacts.id}/`)).status).toBe(404);
    const { json: of } = await call('GET', `/export/opportunity/${won.id}/`);
    const opportunities = JSON.parse((await download(sandbox, of.download_url)).text);
    const types = new Set(opportunities.map((item: { status_type: string }) => item.status_type));
    expect([opportunities.length, [...types]]).toEqual([of.n_docs, ['won']]);
  });

  it('includes activities of leads in JSON', async () => {
    const { sandbox, call } = openApi({ leads: 2 });
    const { json: created } = await call('POST', '/export/lead/', {
      format: 'json',
      type: 'leads',
      results_limit: 1,
      include_activities: true,
    });
    sandbox.clock.advance(60_000);
    const { json: done } = await call('GET', `/export/${created.id}/`);
    const leads = JSON.parse((await download(sandbox, done.download_url)).text);
    expect(leads).toHaveLength(1);
    expect(leads[0].activities.length).toBeGreaterThan(0);
  });

  it('requires a known format and type', async () => {
    const { call } = openApi({ leads: 0 });
    const { status, json } = await call('POST', '/export/lead/', { format: 'xml' });
    expect([status, Object.keys(json['field-errors']).toSorted()]).toEqual([400, ['format', 'type']]);
  });

  it('links to its own origin in responses under the host of the real Close', async () => {
    const { sandbox, accessToken } = openApi({ leads: 0 });
    const headers = { authorization: `Bearer ${accessToken}` };
    const { json: created } = await openExport(sandbox.fetch, headers);
    sandbox.clock.advance(60_000);
    const done = await sandbox.fetch(`https://api.close.com/api/v1/export/${created.id}/`, { headers });
    expect((await done.json()).download_url).toContain(`${sandbox.origin}/`);
  });
});

async function openExport(fetch: typeof globalThis.fetch, headers: Record<string, string>) {
  const response = await fetch('https://api.close.com/api/v1/export/lead/', {
    method: 'POST',
    headers,
    body: JSON.stringify(leadExport),
  });
  return { json: await response.json() };
}
