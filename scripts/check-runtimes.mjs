/**
 * Takes the packed packages through a whole connection (login, calls, files, a refresh that five callers share,
 * revocation) under every runtime that they are made for, the client alone through a browser, and the stores for
 * Cloudflare D1 through their conformance kits in workerd. There it also checks a vault at module scope, and calls that
 * are cancelled because their clients leave.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { bringRuntimes } from './bring-runtimes.mjs';
import { callFromBrowser } from './browsers/call-from-browser.mjs';
import { clientResult } from './client-journey.mjs';
import { doors, installPackages, packPackages } from './pack-packages.mjs';
import { requireDoors } from './packed/check-commonjs.mjs';
import { checkCancelledCalls } from './workers/check-cancelled-calls.mjs';

const connected = {
  user: 'Robin Avery',
  leads: 5,
  created: 5,
  watched: 12,
  defaults: 'journey/1 closekit, 5.5',
  file: 'Hello',
  exported: 55,
  refreshes: 1,
  session: 200,
  grantsLeft: 0,
};
const expected = { ...connected, ...clientResult };

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('The runtimes are compared on Linux x64 only.');
  process.exit(0);
}
const work = mkdtempSync(join(tmpdir(), 'closekit-runtimes-'));
const home = bringRuntimes();
try {
  writeFileSync(join(work, 'package.json'), '{ "private": true, "type": "module" }');
  installPackages(work, packPackages(work));
  cpSync(resolve('scripts', 'connection-journey.mjs'), join(work, 'journey.mjs'));
  cpSync(resolve('scripts', 'client-journey.mjs'), join(work, 'client-journey.mjs'));
  writeFileSync(
    join(work, 'main.mjs'),
    "import { journey } from './journey.mjs';\nconsole.log(JSON.stringify(await journey()));\n",
  );
  const modules = join(home, 'node_modules');
  runNode('Node 20.19', join(modules, 'node-20.19', 'bin', 'node'));
  runNode('Node 22', join(modules, 'node-22', 'bin', 'node'));
  runNode('Node 24', 'node');
  runNode('Node 26', join(modules, 'node-26', 'bin', 'node'));
  run('Bun', join(modules, '.bin', 'bun'), ['main.mjs']);
  run('Deno', join(modules, '.bin', 'deno'), ['run', '--allow-all', '--quiet', 'main.mjs']);
  judge('workerd', await runInWorker());
  judge('Chromium', await runInBrowser(), clientResult);
  await checkD1('grants', 'tokenStoreContract(() => d1Store({ database: DB }), { shared: true, damageRow })');
  await checkD1('sessions', 'sessionStoreContract(() => d1SessionStore({ database: DB }), { shared: true })');
  await checkWorkers();
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** The journey, and every door by require(), for CommonJS. */
function runNode(name, node) {
  run(name, node, ['main.mjs']);
  requireDoors(work, doors, node);
}

function run(name, command, args) {
  judge(name, execFileSync(command, args, { cwd: work, encoding: 'utf8', timeout: 60_000 }));
}

/** The whole journey, in a Worker. */
async function runInWorker() {
  const source =
    "import { journey } from './journey.mjs';\nexport default { fetch: async () => Response.json(await journey()) };\n";
  const miniflare = await startWorker('journey', source);
  try {
    return await (await miniflare.dispatchFetch('http://localhost/')).text();
  } finally {
    await miniflare.dispose();
  }
}

/** The client alone, in a page, over sockets. */
async function runInBrowser() {
  const source = `import { bearer, createCloseClient } from '@closekit/client';
import { callUnderFaults } from './client-journey.mjs';

const token = new URL(location.href).searchParams.get('token');
const close = createCloseClient({ auth: bearer(token), baseUrl: '/api/v1' });
const result = await callUnderFaults(close).catch(String);
await fetch('/result', { method: 'POST', body: JSON.stringify(result) });
`;
  return callFromBrowser(await bundle('page', source));
}

/** Every check of a kit for stores, over connections to one D1 database. Each runs in a request of its own. */
async function checkD1(name, checks) {
  const source = `import { tokenStoreContract } from '@closekit/oauth/testing';
import { d1Store } from '@closekit/oauth/stores/d1';
import { d1SessionStore } from '@closekit/server/stores/d1';
import { sessionStoreContract } from '@closekit/server/testing';

export default {
  async fetch(request, { DB }) {
    const cut = DB.prepare('UPDATE closekit_grants SET record = substr(record, 1, 40) WHERE key = ?');
    const damageRow = (key) => cut.bind(key).run();
    const checks = ${checks};
    const check = checks[Number(new URL(request.url).searchParams.get('check'))];
    if (check === undefined) return Response.json({ count: checks.length });
    const failure = await check.run().then(() => undefined, (error) => String(error));
    return Response.json({ name: check.name, failure });
  },
};
`;
  const miniflare = await startWorker(name, source, { d1Databases: ['DB'] });
  const ask = async (check) => (await miniflare.dispatchFetch(`http://localhost/?check=${check}`)).json();
  try {
    const { count } = await ask(-1);
    let passed = 0;
    for (let index = 0; index < count; index += 1) {
      const { name: check, failure } = await ask(index);
      if (failure === undefined) passed += 1;
      else console.log(`D1, ${name}: ${check}: ${failure}`);
    }
    if (passed < count || count === 0) process.exitCode = 1;
    console.log(`D1 in workerd, ${name}: ${passed} of ${count} checks`);
  } finally {
    await miniflare.dispose();
  }
}

/** One isolate, with vaults at module scope, and clients that leave. */
async function checkWorkers() {
  const source = readFileSync(resolve('scripts', 'workers', 'app.mjs'), 'utf8');
  const problems = await checkCancelledCalls((bindings) =>
    startWorker('app', source, { d1Databases: ['DB'], bindings, handleRuntimeStdio: ignoreOutput }),
  ).catch((error) => [String(error)]);
  if (problems.length > 0) process.exitCode = 1;
  for (const problem of problems) console.log(`Cancelled calls in workerd: ${problem}`);
  if (problems.length === 0) console.log('Cancelled calls in workerd: every other call gets a token');
}

/** It warns of each continuation of a cancelled call: the check is about those. */
function ignoreOutput(...streams) {
  for (const stream of streams) stream.resume();
}

async function startWorker(name, source, bindings = {}) {
  const { Miniflare } = createRequire(join(home, 'package.json'))('miniflare');
  const script = await bundle(name, source);
  return new Miniflare({ modules: true, script, compatibilityDate: '2026-01-01', ...bindings });
}

/** Workers take one file, and pages no package: everything is bundled. */
async function bundle(name, source) {
  const entry = join(work, `${name}-entry.mjs`);
  writeFileSync(entry, source);
  await build({
    root: work,
    configFile: false,
    logLevel: 'error',
    build: {
      lib: { entry, formats: ['es'], fileName: name },
      outDir: `dist-${name}`,
      minify: false,
      target: 'esnext',
      rollupOptions: { external: [/^cloudflare:/] },
    },
  });
  return readFileSync(join(work, `dist-${name}`, `${name}.js`), 'utf8');
}

function judge(name, printed, wanted = expected) {
  const told = printed.trim();
  if (told !== JSON.stringify(wanted)) process.exitCode = 1;
  console.log(told === JSON.stringify(wanted) ? `${name}: the whole journey` : `${name}: ${told}`);
}
