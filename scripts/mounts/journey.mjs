/** What a browser does with an app: login, read, write, live event, sign-out, by HTTP over loopback. */
import assert from 'node:assert/strict';
import { createBrowser } from './browser.mjs';

/**
 * Drives one running app from the login to the sign-out.
 *
 * @param {object} app - Its origin, whether it has live events, and a check of its own routes, if it has any.
 * @param {object} sandbox - The sandbox that the app takes for Close.
 */
export async function journey({ origin, isLive, ownRoutes }, sandbox) {
  const browser = createBrowser(origin);
  assert.equal((await sessionOf(browser)).status, 'signed-out');
  await refusesForeignWrites(browser);
  await signIn(browser, sandbox);
  const page = await (await browser.call('/api/close/api/v1/lead/?_limit=5')).json();
  assert.equal(page.data.length, 5);
  const events = isLive ? await openEvents(browser) : undefined;
  const lead = await writeLead(browser, sandbox);
  if (events) assert.equal((await events.next()).value.object_id, lead.id);
  await readManyTimes(browser, sandbox);
  await ownRoutes?.({ browser, origin, sandbox, events });
  await signOut(browser, { sandbox, events });
}

async function sessionOf(browser) {
  return (await browser.call('/api/close/session')).json();
}

/** The header `Origin` reaches the handler, whatever is in between. */
async function refusesForeignWrites(browser) {
  const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const response = await browser.call('/api/close/logout', { method: 'POST', headers });
  assert.deepEqual([response.status, (await response.json()).code], [403, 'cross_site']);
}

/** Through the consent page of the sandbox. */
async function signIn(browser, sandbox) {
  const login = await browser.visit('/api/close/login?returnTo=/welcome');
  assert.equal(login.status, 303, await login.text());
  const callback = await browser.visit(await sandbox.approve(login.headers.get('location')));
  assert.match(await callback.text(), /\/welcome/);
  const session = await sessionOf(browser);
  assert.deepEqual([session.status, session.user?.name], ['signed-in', 'Robin Avery']);
}

/** The token has expired: the body is sent twice, with the same bytes. */
async function writeLead(browser, sandbox) {
  sandbox.expireAccessTokens();
  const name = `Größe ${'x'.repeat(64 * 1024)} ✓`;
  const response = await browser.call('/api/close/api/v1/lead/', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  assert.equal(response.status, 200, await response.clone().text());
  const lead = await response.json();
  const stored = await (await browser.call(`/api/close/api/v1/lead/${lead.id}/`)).json();
  assert.equal(stored.name, name);
  assert.equal((await sessionOf(browser)).refreshes, 1);
  return lead;
}

/** All at once, with an expired token: they share one refresh. */
async function readManyTimes(browser, sandbox) {
  sandbox.expireAccessTokens();
  const read = async () => (await browser.call('/api/close/api/v1/me/')).json();
  const users = await Promise.all(Array.from({ length: 40 }, read));
  assert.deepEqual(new Set(users.map((user) => user.first_name)), new Set(['Robin']));
  assert.equal((await sessionOf(browser)).refreshes, 2);
}

async function openEvents(browser) {
  const response = await browser.call('/api/close/events', { headers: { accept: 'text/event-stream' } });
  assert.deepEqual([response.status, response.headers.get('content-type')], [200, 'text/event-stream']);
  return readEvents(response);
}

/** The data of each change, heartbeats left out; ends with the stream. */
async function* readEvents({ body }) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const messages = text.split('\n\n');
    text = messages.pop();
    for (const message of messages) {
      const data = /^data: (.+)$/m.exec(message)?.[1];
      if (data !== undefined && message.startsWith('event: close\n')) yield JSON.parse(data);
    }
  }
}

/** Its stream ends with the session; the grant stays. */
async function signOut(browser, { sandbox, events }) {
  const response = await browser.call('/api/close/logout', { method: 'POST' });
  assert.equal(response.status, 204);
  if (events) assert.deepEqual(await events.next(), { value: undefined, done: true });
  assert.equal((await sessionOf(browser)).status, 'signed-out');
  assert.equal((await browser.call('/api/close/api/v1/me/')).status, 401);
  assert.equal(sandbox.activeGrants(), 1);
}
