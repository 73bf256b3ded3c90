/** The apps of scripts/check-mounts.mjs: and what each has beside the handler. */
import assert from 'node:assert/strict';
import { createBrowser } from './browser.mjs';
import { hydratesItsPage } from './next-pages.mjs';

export const apps = [
  { name: 'express', ownRoutes: keepsItsParser },
  { name: 'fastify', ownRoutes: keepsItsParser },
  { name: 'hono' },
  { name: 'bun' },
  { name: 'deno' },
  // Its isolates share no memory, and there is no bus for them.
  { name: 'workers', isLive: false, settingsFile: '.dev.vars' },
  { name: 'next', folder: 'apps/next', ownRoutes: callsAsNextDoes },
];

/** The routes of the app still get parsed bodies. */
async function keepsItsParser({ browser }) {
  const response = await browser.call('/notes', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ note: 'Hello' }),
  });
  assert.deepEqual(await response.json(), { note: 'Hello' });
}

async function callsAsNextDoes(app) {
  await protectsItsPage(app);
  await callsThroughItsFetch(app);
  await hydratesItsPage(app);
}

/** Next.js replaces the global `fetch`: a read is cached as its `revalidate` says, and each write arrives. */
async function callsThroughItsFetch({ browser, sandbox, events }) {
  const before = sandbox.requests.length;
  const read = async () => (await (await browser.call('/crm/leads')).json()).data.length;
  assert.deepEqual([await read(), await read()], [5, 5]);
  for (const name of ['Größe', 'Größe']) {
    const body = JSON.stringify({ name });
    const lead = await (await browser.call('/crm/leads', { method: 'POST', body })).json();
    assert.deepEqual([lead.name, (await events.next()).value.object_id], [name, lead.id]);
  }
  const seen = sandbox.requests.slice(before);
  assert.deepEqual(
    seen.map(({ method, path, status, authorization, body }) => [method, path, status, authorization, body]),
    [
      ['GET', '/api/v1/lead/', 200, true, undefined],
      ['POST', '/api/v1/lead/', 200, true, { name: 'Größe' }],
      ['POST', '/api/v1/lead/', 200, true, { name: 'Größe' }],
    ],
  );
}

/** A server component reads for its user, loads again when the cookie was withheld, and sends others to the login. */
async function protectsItsPage({ browser, origin }) {
  const page = await browser.visit('/leads');
  const { data } = await (await browser.call('/api/close/api/v1/lead/?_limit=5')).json();
  const html = await page.text();
  assert.deepEqual([page.status, data.filter(({ id }) => !html.includes(`id="${id}"`))], [200, []]);
  const linked = await createBrowser(origin).visit('/leads', { 'sec-fetch-site': 'cross-site' });
  assert.match(await linked.text(), /<meta http-equiv="refresh" content="0"/i);
  const stranger = await createBrowser(origin).visit('/leads');
  const login = new URL(stranger.headers.get('location') ?? '', origin);
  assert.deepEqual([stranger.status, login.pathname], [307, '/api/close/login']);
}
