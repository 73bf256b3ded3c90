/** Installs the packages into the project of a Worker, bundles it, and calls it in workerd. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'vite';
import { bringRuntimes } from '../bring-runtimes.mjs';
import { writeProject } from './check-projects.mjs';
import { install } from './managers.mjs';

const worker = `import { createCloseOAuth } from '@closekit/oauth';
import { d1Store } from '@closekit/oauth/stores/d1';
import { createCloseHandler } from '@closekit/server';
import { d1SessionStore } from '@closekit/server/stores/d1';

const origin = 'https://app.example';
const client = { clientId: 'a', clientSecret: 'b', redirectUri: origin + '/api/close/callback' };
const keys = [{ id: '1', secret: 'A'.repeat(43) }];

export default {
  fetch(request, { DB }) {
    const oauth = createCloseOAuth({ ...client, keys, store: d1Store({ database: DB }) });
    return createCloseHandler({ oauth, origin, sessions: d1SessionStore({ database: DB }) })(request);
  },
};
`;

/**
 * Installs, bundles and calls the Worker.
 *
 * @param {string} folder - A folder that does not exist.
 * @param {Record<string, string>} env - The environment of the registry.
 */
export async function checkWorker(folder, env) {
  const packages = ['@closekit/oauth', '@closekit/server'];
  writeProject(folder, { packages, dependencies: {}, files: { 'worker.mjs': worker } });
  install('pnpm', folder, env);
  const script = await bundle(folder);
  const { Miniflare } = createRequire(join(bringRuntimes(), 'package.json'))('miniflare');
  const bindings = { d1Databases: ['DB'], compatibilityDate: '2026-01-01' };
  const miniflare = new Miniflare({ modules: true, script, ...bindings });
  try {
    const headers = { 'x-closekit': '1' };
    const response = await miniflare.dispatchFetch('https://app.example/api/close/session', { headers });
    assert.equal((await response.json()).status, 'signed-out');
  } finally {
    await miniflare.dispose();
  }
  console.log('Worker: installs with pnpm, bundles and runs in workerd');
}

async function bundle(folder) {
  const entry = join(folder, 'worker.mjs');
  const lib = { entry, formats: ['es'], fileName: 'worker' };
  await build({ root: folder, configFile: false, logLevel: 'error', build: { lib, target: 'esnext' } });
  return readFileSync(join(folder, 'dist', 'worker.js'), 'utf8');
}
