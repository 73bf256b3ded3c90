import { closeDocument, operationFor, requestSchemaPointer, responseSchemaPointer } from '@closekit/openapi';
import { createSandbox } from '@closekit/sandbox';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { createCloseClient, resources } from '../src/index.ts';
import type { Operation, OperationTree } from '../src/index.ts';
import { sandboxSource } from './sandbox-source.ts';

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema(closeDocument, 'close');

/** The faults of a value according to the document; none without schema and value. */
function problemsOf(pointer: string | undefined, value: unknown): string[] {
  if (pointer === undefined) return Object.keys(value ?? {}).length === 0 ? [] : ['not described'];
  const check = ajv.compile({ $ref: `close${pointer}` });
  check(value);
  return (check.errors ?? []).map((error) => `${pointer} ${error.instancePath} ${error.message}`);
}

/** A client of the sandbox whose requests and responses are checked against the document. */
function contract() {
  const sandbox = createSandbox({ leads: 20 });
  const seen = new Set<string>();
  const problems: string[] = [];
  const close = createCloseClient({
    auth: sandboxSource(sandbox),
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const found = operationFor(request.method, url.pathname.replace('/api/v1', ''));
      const sent = await request.clone().text();
      const response = await sandbox.fetch(request);
      if (!found) {
        problems.push(`not in the document: ${request.method} ${url.pathname}`);
        return response;
      }
      seen.add(found.operation.operationId);
      // With `_fields`, required members may be missing.
      const received = url.searchParams.has('_fields') ? '' : await response.clone().text();
      problems.push(
        ...unknownParameters(found.operation.operationId, url),
        ...(sent === '' ? [] : problemsOf(requestSchemaPointer(found), JSON.parse(sent))),
        ...(received === ''
          ? []
          : problemsOf(responseSchemaPointer(found, response.status), JSON.parse(received))),
      );
      return response;
    },
  });
  return { close, seen, problems, sandbox };
}

function unknownParameters(id: string, url: URL): string[] {
  const { item, operation } = find(id);
  const all = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((one) =>
    '$ref' in one ? closeDocument.components.parameters?.[one.$ref.split('/').at(-1) ?? ''] : one,
  );
  const known = all.map((parameter) => parameter?.name);
  return [...url.searchParams.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => `${id} has no parameter ${name}`);
}

function find(id: string) {
  for (const item of Object.values(closeDocument.paths)) {
    const operation = [item.get, item.post, item.put, item.delete].find((one) => one?.operationId === id);
    if (operation) return { item, operation };
  }
  throw new Error(`${id} is not in the document`);
}

function documentIds(): string[] {
  return Object.values(closeDocument.paths)
    .flatMap(({ get, post, put, delete: remove }) => [get, post, put, remove])
    .flatMap((operation) => operation?.operationId ?? [])
    .toSorted();
}

function leaves(tree: OperationTree): Operation[] {
  return Object.values(tree).flatMap((node) => (isOperation(node) ? [node] : leaves(node)));
}

function isOperation(node: Operation | OperationTree): node is Operation {
  return typeof node['method'] === 'string';
}

describe('the operations of the client', () => {
  it('are those of the document', () => {
    const table = leaves(resources).map(({ id, method, path, body }) => {
      const { item, operation } = find(id);
      const [documentPath] = Object.entries(closeDocument.paths).find(([, one]) => one === item) ?? [];
      const documentMethod = Object.entries(item)
        .find(([, one]) => one === operation)?.[0]
        .toUpperCase();
      expect([id, method, path, body]).toEqual([
        id,
        documentMethod,
        documentPath,
        operation.requestBody ? true : undefined,
      ]);
      return id;
    });
    expect(table.toSorted()).toEqual(documentIds());
  });

  it('send requests as the document describes, and accept the responses of the sandbox', async () => {
    const { close, seen, problems, sandbox } = contract();
    await close.users.getMe({ _fields: ['id'] }).result();
    const me = await close.users.getMe();
    await close.users.list({ _limit: 5 });
    await close.users.get(me.id);
    const organizationId = sandbox.organizations[0]?.id ?? '';
    await close.organizations.get(organizationId);
    await close.organizations.update(organizationId, { name: 'Renamed' });

    const label = await close.leadStatuses.create({ label: 'New one' });
    await close.leadStatuses.list();
    await close.leadStatuses.get(label.id);
    await close.leadStatuses.update(label.id, { label: 'Newer one' });
    await close.leadStatuses.delete(label.id);

    const pipeline = await close.pipelines.create({ name: 'Third' });
    await close.pipelines.list();
    await close.pipelines.get(pipeline.id);
    await close.pipelines.update(pipeline.id, { name: 'Third one' });
    const stage = await close.opportunityStatuses.create({
      label: 'Stage',
      status_type: 'active',
      pipeline_id: pipeline.id,
    });
    await close.opportunityStatuses.list();
    await close.opportunityStatuses.get(stage.id);
    await close.opportunityStatuses.update(stage.id, { label: 'Stage one' });
    await close.opportunityStatuses.delete(stage.id);
    await close.pipelines.delete(pipeline.id);

    const lead = await close.leads.create({ name: 'Acme', contacts: [{ name: 'Ada' }] });
    const twin = await close.leads.create({ name: 'Twin' });
    await close.leads.list({ query: 'Acme', _limit: 2, _fields: ['id', 'name'] }).result();
    await close.leads.list();
    await close.leads.get(lead.id);
    await close.leads.update(lead.id, { description: 'Changed' });
    await close.leads.merge({ source: twin.id, destination: lead.id });

    const contact = await close.contacts.create({ lead_id: lead.id, name: 'Ben' });
    await close.contacts.list({ lead_id: lead.id });
    await close.contacts.get(contact.id);
    await close.contacts.update(contact.id, { title: 'CFO' });

    const opportunity = await close.opportunities.create({ lead_id: lead.id, value: 5_000 });
    await close.opportunities.list({ lead_id: lead.id });
    await close.opportunities.get(opportunity.id);
    await close.opportunities.update(opportunity.id, { note: 'Soon' });

    const task = await close.tasks.create({ _type: 'lead', lead_id: lead.id, text: 'Call' });
    await close.tasks.list({ id__in: [task.id] });
    await close.tasks.get(task.id);
    await close.tasks.update(task.id, { text: 'Call again' });
    await close.tasks.bulkUpdate({ is_complete: true }, { id__in: [task.id] });

    const note = await close.activities.notes.create({ lead_id: lead.id, note: 'Hello' });
    await close.activities.notes.list({ lead_id: [lead.id] }).result();
    await close.activities.notes.list();
    await close.activities.notes.get(note.id);
    await close.activities.notes.update(note.id, { pinned: true });
    await close.activities.list({ _limit: 200 });

    for (const field of ['lead', 'contact', 'opportunity'] as const) await close.customFields[field].list();
    const [visit] = (await close.customActivityTypes.list()).data;
    const schema = await close.customFieldSchemas.get(`activity/${visit?.id}`);
    expect(schema.fields.map(({ name }) => name)).toEqual(['Visitors', 'Mood']);
    await close.customObjectTypes.list();
    await close.search.query({ query: { type: 'object_type', object_type: 'lead' }, _limit: 3 });

    const leadExport = await close.exports.createLead({ format: 'csv', type: 'leads' });
    const opportunityExport = await close.exports.createOpportunity({ format: 'json' });
    await close.exports.list();
    await close.exports.listLead();
    await close.exports.listOpportunity();
    await close.exports.get(leadExport.id);
    await close.exports.getLead(leadExport.id);
    await close.exports.getOpportunity(opportunityExport.id);

    const hook = await close.webhooks.create({
      url: 'https://app.example/hook',
      events: [{ object_type: 'lead', action: 'created' }],
    });
    await close.webhooks.list();
    await close.webhooks.get(hook.id);
    await close.webhooks.update(hook.id, { status: 'paused' });
    await close.webhooks.delete(hook.id);
    const [event] = await close.events.list({ lead_id: lead.id }).toArray({ limit: 1 });
    await close.events.get(event?.id ?? '');

    await close.activities.notes.delete(note.id);
    await close.tasks.delete(task.id);
    await close.opportunities.delete(opportunity.id);
    await close.contacts.delete(contact.id);
    await close.leads.delete(lead.id);

    expect(problems).toEqual([]);
    expect(await servedBy(sandbox)).toEqual(expect.arrayContaining([...seen]));
  });
});

/** Operations whose path the sandbox knows, whatever else it responds. */
async function servedBy(sandbox: ReturnType<typeof createSandbox>): Promise<string[]> {
  const { accessToken } = sandbox.connect();
  const ids = await Promise.all(
    leaves(resources).map(async ({ id, method, path }) => {
      const target = path.replace('{object_type}', 'lead').replaceAll(/\{\w+\}/g, 'x');
      const response = await sandbox.fetch(`${sandbox.origin}/api/v1${target}`, {
        method,
        headers: { authorization: `Bearer ${accessToken}` },
        ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{}' }),
      });
      const text = await response.text();
      // A sandbox that does not know `/user/availability/` takes it for the id of a user.
      const unknown = response.status === 404 && !path.includes('{');
      return unknown || response.status === 405 || text.includes('nothing at this path') ? [] : [id];
    }),
  );
  return ids.flat().toSorted();
}
