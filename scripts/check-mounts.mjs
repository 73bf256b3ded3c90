/**
 * Takes every app of apps/mounts, and apps/next, through a session: it is installed with the packed packages, its types are
 * checked, it starts as its users start it, and a sandbox on loopback stands in for Close. Names as arguments select apps.
 */
import { execSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createSandbox } from '../packages/sandbox/dist/index.js';
import { listen } from '../packages/sandbox/dist/node.js';
import { bringRuntimes } from './bring-runtimes.mjs';
import { apps } from './mounts/apps.mjs';
import { installApp } from './mounts/install-app.mjs';
import { journey } from './mounts/journey.mjs';
import { freePort, startApp } from './mounts/start-app.mjs';
import { packPackages } from './pack-packages.mjs';

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('The apps run on Linux x64 only, where their runtimes come from npm.');
  process.exit(0);
}
const silence = { NEXT_TELEMETRY_DISABLED: '1', WRANGLER_SEND_METRICS: 'false' };
const names = process.argv.slice(2);
const selected = apps.filter(({ name }) => names.length === 0 || names.includes(name));
const runtimes = bringRuntimes();
const work = mkdtempSync(join(tmpdir(), 'closekit-mounts-'));
try {
  const tarballs = packPackages(work);
  for (const app of selected) {
    await check(app, tarballs).catch((error) => {
      console.error(`${app.name}: ${error.message}\n${error.stdout ?? ''}`);
      process.exitCode = 1;
    });
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function check(app, tarballs) {
  const folder = installApp(app.folder ?? `apps/mounts/${app.name}`, tarballs);
  const env = { ...process.env, ...silence, PATH: pathFor(folder) };
  const { build, typecheck, start } = readScripts(folder);
  for (const script of [build, typecheck].filter(Boolean)) {
    execSync(script, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  }
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  const { sandbox, settings, close } = await standInForClose(origin);
  try {
    if (app.settingsFile) writeFileSync(join(folder, app.settingsFile), toLines(settings));
    const command = [...start.split(' '), ...(app.settingsFile ? ['--port', String(port)] : [])];
    const ownEnv = { ...env, ...settings, PORT: String(port) };
    const { stop, output } = await startApp(command, { folder, origin, env: ownEnv });
    await journey({ origin, isLive: true, ...app }, sandbox)
      .catch((error) => fail(error, output()))
      .finally(stop);
  } finally {
    await close();
  }
  console.log(`${app.name}: login, read, write, ${app.isLive === false ? '' : 'live event, '}sign-out`);
}

function toLines(settings) {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

function readScripts(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts;
}

/** Our Node and the pinned runtimes go before those of the machine. */
function pathFor(folder) {
  const places = [folder, '.', runtimes].map((place) => resolve(place, 'node_modules', '.bin'));
  return [...places, process.env.PATH].join(delimiter);
}

/** A sandbox whose client and webhook subscription belong to the app. */
async function standInForClose(origin) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const client = {
    clientId: 'oa2client_mounts',
    clientSecret: 'secret-of-the-mounts',
    redirectUris: [`${origin}/api/close/callback`],
  };
  const sandbox = createSandbox({ origin: url, client, leads: 20, sendWebhook: (request) => fetch(request) });
  const { signatureKey } = sandbox.subscribe({ url: `${origin}/api/close/webhook` });
  const { close } = await listen(sandbox);
  const settings = {
    ORIGIN: origin,
    CLOSE_ORIGIN: url,
    CLOSE_API_KEY: sandbox.apiKey,
    CLOSE_CLIENT_ID: client.clientId,
    CLOSE_CLIENT_SECRET: client.clientSecret,
    CLOSE_WEBHOOK_KEY: signatureKey,
    CLOSE_SEALING_KEY: randomBytes(32).toString('base64url'),
  };
  return { sandbox, settings, close };
}

function fail(error, output) {
  throw new Error(`${error.stack}\nThe app printed:\n${output}`, { cause: error });
}
