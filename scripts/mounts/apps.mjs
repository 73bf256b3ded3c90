/** The apps of scripts/check-mounts.mjs: what builds and starts each, and what it has beside the handler. */
import assert from 'node:assert/strict';

const node = ['node', 'server.ts'];

export const apps = [
  { name: 'express', folder: 'apps/mounts/express', start: node, ownRoutes: keepsItsParser },
  { name: 'fastify', folder: 'apps/mounts/fastify', start: node, ownRoutes: keepsItsParser },
  { name: 'hono', folder: 'apps/mounts/hono', start: node },
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
