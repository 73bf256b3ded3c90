/** The apps of scripts/check-mounts.mjs: and what each has beside the handler. */
import assert from 'node:assert/strict';

export const apps = [
  { name: 'express', ownRoutes: keepsItsParser },
  { name: 'fastify', ownRoutes: keepsItsParser },
  { name: 'hono' },
  { name: 'bun' },
  { name: 'deno' },
  // Its isolates share no memory, and there is no bus for them.
  { name: 'workers', isLive: false, settingsFile: '.dev.vars' },
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
