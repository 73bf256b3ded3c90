/** A registry on loopback that has only our packages; everything else comes from the registry of the machine. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from '../mounts/start-app.mjs';

const tools = join(import.meta.dirname, 'tools', 'package.json');
const configuration = `storage: ./storage
auth:
  htpasswd:
    file: ./htpasswd
packages:
  '@closekit/*':
    access: $all
    publish: $authenticated
log: { type: stdout, format: json, level: warn }
`;

/**
 * Starts the registry.
 *
 * @param {string} folder - An empty folder for what is published.
 * @returns {Promise<{ env: Record<string, string>, stop: () => void }>} The environment that leads package managers to
 *   it: its address is in no file.
 */
export async function startRegistry(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), configuration);
  const host = `127.0.0.1:${await freePort()}`;
  const verdaccio = createRequire(tools).resolve('verdaccio/bin/verdaccio');
  const args = [verdaccio, '--config', join(folder, 'config.yaml'), '--listen', host];
  const child = spawn(process.execPath, args, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const stop = () => child.kill();
  try {
    const token = await signUp(`http://${host}`, () => child.exitCode === null);
    return { env: environmentOf(folder, host, token), stop };
  } catch (error) {
    stop();
    throw new Error(`The registry did not start: ${output}`, { cause: error });
  }
}

/** The first two lead npm, the configuration leads pnpm, and scripts/rehearsal/managers.mjs leads yarn and bun. */
function environmentOf(folder, host, token) {
  const home = join(folder, 'config');
  mkdirSync(join(home, 'pnpm'), { recursive: true });
  writeFileSync(join(home, 'pnpm', 'config.yaml'), "registries:\n  '@closekit': '${CLOSEKIT_REGISTRY}'\n");
  return {
    'npm_config_@closekit:registry': `http://${host}/`,
    [`npm_config_//${host}/:_authToken`]: token,
    CLOSEKIT_REGISTRY: `http://${host}/`,
    XDG_CONFIG_HOME: home,
  };
}

/** Creates the account that publishes, as soon as the registry listens. */
async function signUp(url, isAlive) {
  const body = JSON.stringify({ name: 'rehearsal', password: 'rehearsal-of-a-release' });
  const init = { method: 'PUT', headers: { 'content-type': 'application/json' }, body };
  while (isAlive()) {
    const response = await fetch(`${url}/-/user/org.couchdb.user:rehearsal`, init).catch(() => undefined);
    if (response?.ok) return (await response.json()).token;
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
  }
  throw new Error('The process has ended.');
}
