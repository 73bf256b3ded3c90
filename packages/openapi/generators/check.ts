/**
 * Gives the document to the generators of other teams, and compiles what they write. Then Redocly's linter reads it, and
 * Prism answers from it. Names as arguments select some of them. `pnpm check:full` installs them first.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const folder = import.meta.dirname;
const document = '../close.openapi.json';

/** A generator's command, with its arguments; it writes into `out/<name>`. */
const generators: Readonly<Record<string, readonly string[]>> = {
  orval: ['orval', '--input', document, '--output', 'out/orval/close.ts', '--client', 'fetch'],
  oazapfts: ['oazapfts', document, 'out/oazapfts/close.ts'],
  kubb: ['kubb', 'generate', '--config', 'kubb.config.mjs'],
  'hey-api': ['openapi-ts', '-i', document, '-o', 'out/hey-api', '-c', '@hey-api/client-fetch'],
  'openapi-typescript': ['openapi-typescript', document, '-o', 'out/openapi-typescript/close.ts'],
  'openapi-zod-client': ['openapi-zod-client', document, '-o', 'out/openapi-zod-client/close.ts'],
};

/** The strictest options that a project with generated code usually has. */
const compilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: 'esnext',
  moduleResolution: 'bundler',
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  allowImportingTsExtensions: true,
  types: [],
};

const checks: Readonly<Record<string, () => Promise<void> | void>> = {
  ...Object.fromEntries(Object.keys(generators).map((name) => [name, () => checkGenerator(name)])),
  redocly: () => run(['redocly', 'lint', document, '--extends', 'minimal']),
  prism: checkPrism,
};

const names = process.argv.slice(2);
for (const [name, check] of Object.entries(checks)) {
  if (names.length > 0 && !names.includes(name)) continue;
  const start = performance.now();
  await check();
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function checkGenerator(name: string): void {
  const output = join(folder, 'out', name);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  run(generators[name] ?? []);
  writeFileSync(join(output, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['.'] }));
  run(['tsc', '-p', `out/${name}`]);
}

/** Runs an installed command; its output appears only if it fails. */
function run([command = '', ...args]: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(join('node_modules/.bin', command), args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status === 0) return;
  const said = `${stdout}\n${stderr}`.trim().split('\n');
  throw new Error(
    [`${command} ${args.join(' ')}`, ...said.slice(0, 40), `(${said.length} lines)`].join('\n'),
  );
}

/** Starts a mock from the document: a valid request must get an example, a wrong one a refusal. */
async function checkPrism(): Promise<void> {
  const port = await freePort();
  const mock = spawn('node_modules/.bin/prism', ['mock', document, '-p', String(port)], { cwd: folder });
  try {
    await isListening(mock.stdout);
    const read = await ask(port, '/lead/?_limit=1');
    if (read.status !== 200 || !read.text.includes('"has_more"')) throw new Error(`prism: ${read.text}`);
    const wrong = await ask(port, '/lead/?_limit=many');
    if (wrong.status !== 400) throw new Error(`prism took text as a number: ${wrong.text}`);
  } finally {
    mock.kill();
  }
}

async function ask(port: number, path: string): Promise<{ status: number; text: string }> {
  const headers = { authorization: `Basic ${btoa('api_key:')}` };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return { status: response.status, text: await response.text() };
}

function isListening(output: NodeJS.ReadableStream): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    // Not `for await`, which would close the output of the running mock.
    output.on('data', (chunk) => {
      said += String(chunk);
      if (said.includes('is listening')) resolve();
    });
    output.on('end', () => reject(new Error(`prism did not start:\n${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('The system gave no port.');
  return address.port;
}
