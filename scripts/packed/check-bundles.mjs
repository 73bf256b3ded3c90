/**
 * Bundles an app that passes its own pool, client and dispatcher, and has none of the optional packages installed: no
 * bundler may complain about them.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build as buildWithEsbuild } from 'esbuild';
import { build as buildWithVite, createLogger } from 'vite';

const app = `import { postgresStore } from '@closekit/oauth/stores/postgres';
import { redisStore } from '@closekit/oauth/stores/redis';
import { toNodeListener } from '@closekit/server/node';
import { postgresSessionStore } from '@closekit/server/stores/postgres';
import { redisSessionStore } from '@closekit/server/stores/redis';

export const create = ({ pool, client, handler, dispatcher }) => [
  postgresStore({ pool }),
  postgresSessionStore({ pool }),
  redisStore({ client }),
  redisSessionStore({ client }),
  toNodeListener(handler, { dispatcher }),
];
`;

/**
 * Bundles the app with Vite, for a server, and with esbuild.
 *
 * @param {string} folder - Where the packages are installed, without their optional peers.
 * @returns {Promise<void>} Rejects with the warnings.
 */
export async function checkBundles(folder) {
  const entry = join(folder, 'bundled-app.mjs');
  writeFileSync(entry, app);
  const warnings = [...(await warningsOfVite(folder, entry)), ...(await warningsOfEsbuild(folder, entry))];
  if (warnings.length > 0) throw new Error(`A bundler complains:\n${warnings.join('\n')}`);
  console.log('Vite and esbuild bundle an app without pg, redis and undici, and do not complain');
}

async function warningsOfVite(folder, entry) {
  const warnings = [];
  const warn = (message) => warnings.push(message);
  const customLogger = { ...createLogger('silent'), warn, warnOnce: warn, error: warn };
  await buildWithVite({
    root: folder,
    configFile: false,
    logLevel: 'warn',
    customLogger,
    ssr: { noExternal: true },
    build: { ssr: entry, outDir: 'dist-bundled-app' },
  });
  return warnings;
}

async function warningsOfEsbuild(folder, entry) {
  const { warnings } = await buildWithEsbuild({
    absWorkingDir: folder,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  return warnings.map(({ text }) => text);
}
