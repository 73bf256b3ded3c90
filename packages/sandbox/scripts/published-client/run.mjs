/**
 * Walks through every resource of the published client `close.io`. Its base URL is replaced as it is loaded, and
 * nothing else. The client parses each response of 200 as JSON, without catching what goes wrong there, and rejects
 * any other status.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import { createSandbox } from '../../src/index.ts';
import { listen } from '../../src/node.ts';

const uncaught = [];
let giveUp = () => {};
process.on('uncaughtException', (error) => {
  uncaught.push(String(error));
  giveUp();
});

const sandbox = createSandbox({ leads: 50 });
const { url, close } = await listen(sandbox);
const client = new (loadClient(url))(sandbox.apiKey);
const rejected = [];
const called = new Set();

const me = await call('user.me');
const lead = await call('lead.create', {
  name: 'John Wehr',
  contacts: [{ name: 'Ada', emails: [{ type: 'office', email: 'ada@example.com' }] }],
});
const other = await call('lead.create', { name: 'John Wehr' });
const [sequence] = (await call('sequence.search')).data;
const [event] = (await call('event.search', {})).data;

const ofLead = [{ lead_id: lead.id }];
await walk('lead', {
  create: { name: 'Acme' },
  update: { name: 'Acme Ltd' },
  searches: [{}, { name: 'Acme' }, { query: 'name:"Acme"' }],
});
await walk('contact', { create: { lead_id: lead.id, name: 'Ben' }, update: { title: 'CFO' } });
await walk('activity.note', {
  create: { lead_id: lead.id, note: 'Hi' },
  update: { note: 'Hello' },
  searches: ofLead,
});
await walk('activity.email', {
  create: { lead_id: lead.id, status: 'draft', subject: 'Hi', to: ['ada@example.com'] },
  update: { subject: 'Hello' },
  searches: ofLead,
});
const [phoneCall] = (await call('activity.call.search', {})).data;
await call('activity.call.delete', phoneCall.id);
await call('activity.search', { lead_id: lead.id });
await walk('opportunity', {
  create: { lead_id: lead.id, value: 500 },
  update: { value: 600 },
  searches: ofLead,
});
await walk('task', {
  create: { _type: 'lead', lead_id: lead.id, text: 'Call' },
  update: { is_complete: true },
  searches: ofLead,
});
await walk('email_template', {
  create: { name: 'Welcome', subject: 'Hi', body: 'Hi' },
  update: { name: 'Welcome back' },
});
await walk('saved_search', {
  create: { name: 'All', type: 'lead', s_query: { query: { type: 'match_all' } } },
  update: { name: 'Everything' },
});
await walk('sequence', { create: { name: 'New' }, update: { name: 'Newer' } });
const contactId = lead.contacts[0].id;
// Close answers 201, which the client rejects.
await call('sequence_subscription.create', { sequence_id: sequence.id, contact_id: contactId });
const subscriptions = await (await sandboxFetch(`/sequence_subscription/?contact_id=${contactId}`)).json();
await call('sequence_subscription.update', subscriptions.data[0].id, { status: 'paused' });
await walk('status.lead', { create: { label: 'New one' }, update: { label: 'Newer one' } });
const stage = { label: 'New one', status_type: 'active' };
await walk('status.opportunity', { create: stage, update: { label: 'Newer one' } });
await call('user.read', me.id);
await call('organization.read', me.organizations[0].id);
await call('organization.update', me.organizations[0].id, { name: 'Renamed' });
await call('event.read', event.id);
await call('report.read', `statuses/lead/${me.organizations[0].id}`, {});
await call('lead.merge', { source: other.id, destination: lead.id });
await close();

report({
  'never called': methodsOf(client).filter((name) => !called.has(name)),
  rejected: rejected.filter((text) => !text.startsWith('sequence_subscription.create: {"id":"sub_')),
  'not caught by the client': uncaught,
});

/** Creates, reads, changes, finds and deletes an object of a resource. */
async function walk(resource, { create, update, searches = [undefined] }) {
  const has = (method) => methodsOf(client).includes(`${resource}.${method}`);
  const object = await call(`${resource}.create`, create);
  if (has('read')) await call(`${resource}.read`, object.id);
  await call(`${resource}.update`, object.id, update);
  for (const options of searches) await call(`${resource}.${has('list') ? 'list' : 'search'}`, options);
  await call(`${resource}.delete`, object.id);
}

/** Calls a method of the client. An error that it does not catch leaves its promise open. */
async function call(name, ...values) {
  called.add(name);
  const path = name.split('.');
  const method = path.pop();
  const owner = path.reduce((parent, key) => parent[key], client);
  return new Promise((resolve) => {
    giveUp = resolve;
    owner[method](...values).then(resolve, (error) => {
      rejected.push(`${name}: ${JSON.stringify(error)}`);
      resolve();
    });
  });
}

function methodsOf(object, path = []) {
  return Object.entries(object).flatMap(([name, value]) => {
    if (typeof value === 'function') return [[...path, name].join('.')];
    return typeof value === 'object' ? methodsOf(value, [...path, name]) : [];
  });
}

function sandboxFetch(path) {
  const authorization = `Basic ${btoa(`${sandbox.apiKey}:`)}`;
  return sandbox.fetch(`${sandbox.origin}/api/v1${path}`, { headers: { authorization } });
}

function loadClient(origin) {
  const require = createRequire(import.meta.url);
  const file = require.resolve('close.io');
  const source = readFileSync(file, 'utf8').replaceAll('https://api.close.com', origin);
  const module = { exports: {} };
  const load = compileFunction(source, ['require', 'module', 'exports']);
  load(createRequire(file), module, module.exports);
  return module.exports;
}

function report(problems) {
  for (const [name, list] of Object.entries(problems)) {
    for (const problem of list) console.error(`${name}: ${problem}`);
    if (list.length > 0) process.exitCode = 1;
  }
  if (process.exitCode !== 1) console.log(`close.io: ${called.size} methods, no uncaught error`);
}
