import { readFile } from 'node:fs/promises';
import { closeDocument, operationFor, responseSchemaPointer } from '@closekit/openapi';
import { describe, expect, it } from 'vitest';
import { activityRoutes } from '../src/lib/api/activities/activity-routes.ts';
import { apiRoutes } from '../src/lib/api/api-routes.ts';
import { customRoutes } from '../src/lib/api/custom/custom-routes.ts';
import { leadFileRoutes } from '../src/lib/api/files/file-routes.ts';
import { bulkActionRoutes } from '../src/lib/api/jobs/run-jobs.ts';
import { enrichmentRoutes } from '../src/lib/api/records/enrichment-routes.ts';
import { reportRoutes } from '../src/lib/api/reports/report-routes.ts';
import { resourceRoutes } from '../src/lib/api/resources/resource-routes.ts';
import { openContract, operationsOf, problemsOf } from './open-contract.ts';

describe('the responses of the sandbox', () => {
  it('match the OpenAPI document, for records, settings and jobs', async () => {
    const { check, sandbox, checked } = openContract();
    const [organization] = sandbox.organizations;
    const me = await check('GET', '/me/');
    await check('GET', '/user/');
    await check('GET', `/user/${me.id}/`);
    await check('GET', `/organization/${organization?.id}/`);
    await check('PUT', `/organization/${organization?.id}/`, { name: 'Renamed' });

    const status = await check('POST', '/status/lead/', { label: 'New one' });
    await check('GET', '/status/lead/');
    await check('GET', `/status/lead/${status.id}/`);
    await check('PUT', `/status/lead/${status.id}/`, { label: 'Newer one' });
    await check('DELETE', `/status/lead/${status.id}/`);

    const pipeline = await check('POST', '/pipeline/', { name: 'Third' });
    await check('GET', '/pipeline/');
    await check('GET', `/pipeline/${pipeline.id}/`);
    await check('PUT', `/pipeline/${pipeline.id}/`, { name: 'Third one' });
    const stage = await check('POST', '/status/opportunity/', {
      label: 'Stage',
      status_type: 'active',
      pipeline_id: pipeline.id,
    });
    await check('GET', '/status/opportunity/');
    await check('GET', `/status/opportunity/${stage.id}/`);
    await check('PUT', `/status/opportunity/${stage.id}/`, { label: 'Stage one' });
    await check('DELETE', `/status/opportunity/${stage.id}/`);
    await check('DELETE', `/pipeline/${pipeline.id}/`);

    await check('GET', '/lead/?_limit=200');
    const contacts = [{ name: 'Ada', emails: [{ email: 'ada@example.com', type: 'office' }] }];
    const addresses = [{ label: 'business', address_1: '1 Main Street', city: 'Austin' }];
    const lead = await check('POST', '/lead/', { name: 'Acme', contacts, addresses });
    await check('GET', `/lead/${lead.id}/`);
    await check('PUT', `/lead/${lead.id}/`, { description: 'Changed' });

    const contact = await check('POST', '/contact/', {
      lead_id: lead.id,
      name: 'Ben',
      phones: [{ phone: '+15125550123', type: 'office' }],
      urls: [{ url: 'https://example.com', type: 'url' }],
    });
    await check('GET', '/contact/');
    await check('GET', `/contact/${contact.id}/`);
    await check('PUT', `/contact/${contact.id}/`, { title: 'CFO' });

    const opportunity = await check('POST', '/opportunity/', {
      lead_id: lead.id,
      value: 5000,
      value_period: 'monthly',
    });
    await check('GET', '/opportunity/');
    await check('GET', `/opportunity/${opportunity.id}/`);
    await check('PUT', `/opportunity/${opportunity.id}/`, { status: 'Won', note: 'Done' });

    const task = await check('POST', '/task/', {
      _type: 'lead',
      lead_id: lead.id,
      text: 'Call',
      date: '2026-12-01',
    });
    await check('GET', '/task/');
    await check('GET', `/task/${task.id}/`);
    await check('PUT', `/task/${task.id}/`, { text: 'Call again' });
    await check('PUT', `/task/?id__in=${task.id}`, { is_complete: true });

    const other = await check('POST', '/lead/', { name: 'Twin' });
    await check('POST', '/lead/merge/', { source: other.id, destination: lead.id });
    await check('PUT', `/lead/${lead.id}/`, { status: 'Qualified' });
    await check('POST', '/data/search/', {
      query: { type: 'object_type', object_type: 'lead' },
      include_counts: true,
      _limit: 3,
      _fields: { lead: ['id', 'display_name'] },
    });

    const hook = await check('POST', '/webhook/', {
      url: 'https://app.example/hook',
      events: [{ object_type: 'lead', action: 'created', extra_filter: { type: 'non_null' } }],
    });
    await check('GET', '/webhook/');
    await check('GET', `/webhook/${hook.id}/`);
    await check('PUT', `/webhook/${hook.id}/`, { status: 'paused' });
    await check('DELETE', `/webhook/${hook.id}/`);
    const [event] = (await check('GET', '/event/?_limit=50')).data;
    await check('GET', `/event/${event.id}/`);

    const leads = await check('POST', '/export/lead/', {
      format: 'csv',
      type: 'leads',
      s_query: { type: 'object_type', object_type: 'lead' },
    });
    const won = await check('POST', '/export/opportunity/', {
      format: 'json',
      params: { status_type: 'won' },
    });
    await check('GET', '/export/');
    await check('GET', '/export/lead/');
    await check('GET', '/export/opportunity/');
    sandbox.clock.advance(60_000);
    await check('GET', `/export/${leads.id}/`);
    await check('GET', `/export/lead/${leads.id}/`);
    await check('GET', `/export/opportunity/${won.id}/`);

    await check('DELETE', `/task/${task.id}/`);
    await check('DELETE', `/opportunity/${opportunity.id}/`);
    await check('DELETE', `/contact/${contact.id}/`);
    await check('DELETE', `/lead/${lead.id}/`);

    await check('POST', '/files/upload/', { filename: 'a.txt', content_type: 'text/plain' });

    const elsewhere = [
      ...activityRoutes,
      ...bulkActionRoutes,
      ...customRoutes,
      ...enrichmentRoutes,
      ...leadFileRoutes,
      ...reportRoutes,
      ...resourceRoutes,
    ];
    const here = apiRoutes.filter((route) => !elsewhere.includes(route));
    expect(checked()).toEqual(operationsOf(here));
  });

  it('refuse in the formats of the document', async () => {
    const { call } = openContract();
    const refused = await call('GET', '/lead/?_limit=1000');
    expect(refused.status).toBe(400);
    expect(problemsOf(pointerOf('GET', '/lead/', 400), refused.json)).toEqual([]);
    const missing = await call('GET', '/lead/lead_nope/');
    expect(missing.status).toBe(404);
    expect(problemsOf(pointerOf('GET', '/lead/lead_nope/', 404), missing.json)).toEqual([]);
  });
});

describe('the README', () => {
  it('says how many operations are served', async () => {
    const markdown = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const text = markdown.replaceAll(/<!--.*?-->/g, '').replaceAll(/\s+/g, ' ');
    const { length: all } = Object.values(closeDocument.paths).flatMap((item) =>
      [item.get, item.post, item.put, item.delete].filter((operation) => operation !== undefined),
    );
    const stated = /\d+ of the \d+ operations/.exec(text)?.[0];
    expect(stated).toBe(`${operationsOf(apiRoutes).length} of the ${all} operations`);
  });
});

function pointerOf(method: string, path: string, status: number): string | undefined {
  const found = operationFor(method, path);
  return found && responseSchemaPointer(found, status);
}
