/** How each package manager installs a project, with the address of our packages in the environment only. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bringRuntimes } from '../bring-runtimes.mjs';

const tools = join(import.meta.dirname, 'tools', 'package.json');
const others = execFileSync('npm', ['config', 'get', 'registry'], { encoding: 'utf8' }).trim();

const yarnSettings = `nodeLinker: pnp
enableTelemetry: false
enableImmutableInstalls: false
npmPreapprovedPackages: ['@closekit/*']
unsafeHttpWhitelist: ['127.0.0.1']
npmScopes:
  closekit:
    npmRegistryServer: '\${CLOSEKIT_REGISTRY}'
`;

const pnpmSettings = `strictPeerDependencies: true
autoInstallPeers: false
minimumReleaseAge: 0
pmOnFail: ignore
`;

/**
 * For each manager: the settings it reads from the project, the command that installs, and the one that runs a script
 * with what is installed.
 */
export const managers = {
  npm: {
    install: ['npm', 'install', '--no-audit', '--no-fund'],
    run: ['node'],
  },
  pnpm: {
    settings: { 'pnpm-workspace.yaml': pnpmSettings },
    install: ['pnpm', 'install', '--no-frozen-lockfile', '--reporter=append-only'],
    run: ['node'],
  },
  yarn: {
    settings: { '.yarnrc.yml': yarnSettings, 'yarn.lock': '' },
    install: [process.execPath, yarn(), 'install'],
    run: [process.execPath, yarn(), 'node'],
    env: { YARN_NPM_REGISTRY_SERVER: others },
  },
  bun: {
    settings: { '.npmrc': '@closekit:registry=${CLOSEKIT_REGISTRY}\n' },
    install: [join(bringRuntimes(), 'node_modules', '.bin', 'bun'), 'install'],
    run: [join(bringRuntimes(), 'node_modules', '.bin', 'bun')],
    env: { npm_config_registry: others },
  },
};

function yarn() {
  return createRequire(tools).resolve('@yarnpkg/cli-dist/bin/yarn.js');
}

/**
 * Installs a project.
 *
 * @param {string} name - The name of the manager.
 * @param {string} folder - The folder of the project, with its package.json.
 * @param {Record<string, string>} env - The environment of the registry.
 * @returns {string} What it printed.
 */
export function install(name, folder, env) {
  const { settings = {}, install: command } = managers[name];
  for (const [path, text] of Object.entries(settings)) writeFileSync(join(folder, path), text);
  return start(command, { folder, env: { ...env, ...managers[name].env } });
}

/**
 * Runs a command and returns its output, also that of its errors.
 *
 * @param {string[]} command - The command and its arguments.
 * @param {{ folder: string, env: Record<string, string> }} options - Where, and with what added to the environment.
 * @returns {string} The output.
 * @throws {Error} With the output, when it fails.
 */
export function start([command, ...args], { folder, env }) {
  // No shell: it drops the variables that have a slash in their name.
  const options = { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status === 0) return stdout + stderr;
  const line = [command, ...args].join(' ');
  throw new Error(`${line} ended with ${status}:\n${stdout}${stderr}`, { cause: error });
}
