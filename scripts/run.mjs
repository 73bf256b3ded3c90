/**
 * `npm test`, `npm run demo` and `npm run check` from a fresh clone: installs the pnpm that package.json names (unless it
 * is there) and the dependencies, then runs the task of scripts/tasks.mjs with our own Node first on PATH.
 * Node built-ins only: nothing is installed yet when this starts.
 *
 * The checks take `--continue` (run every step and list what failed at the end) and `--fix` (repair the format, lint
 * findings, generated code and snippets).
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takeTurn } from './take-turn.mjs';
import { tasks } from './tasks.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const windows = process.platform === 'win32';
const pnpmVersion = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('@')[1];
const pnpmFolder = join(root, '.tools', 'pnpm');

const task = process.argv[2] ?? '';
const isCheck = task.startsWith('check');
const continues = isCheck && process.argv.includes('--continue');
const fixes = isCheck && process.argv.includes('--fix');
const extra = process.argv
  .slice(3)
  .filter((argument) => !isCheck || !['--continue', '--fix'].includes(argument));
if (!Object.hasOwn(tasks, task)) fail(`Unknown task "${task}". Known: ${Object.keys(tasks).join(', ')}.`);
if (Number(process.versions.node.split('.')[0]) < 20) {
  fail(`Node ${process.versions.node} is too old: install Node 20.19 or newer.`);
}

const env = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), join(pnpmFolder, 'node_modules', '.bin'), process.env.PATH].join(
    delimiter,
  ),
  // The Node of the machine: npm puts ours first on PATH for the script itself.
  CLOSEKIT_STARTED_BY: process.env.npm_node_execpath ?? process.execPath,
  TURBO_TELEMETRY_DISABLED: '1',
  TURBO_NO_UPDATE_NOTIFIER: '1',
};
await takeTurn(join(root, '.tools', 'install.lock'), install, () =>
  console.error('\n› Wait for an install in this folder that has not ended'),
);
checkNode();
await runTask();

function install() {
  bringPnpm();
  step('Install the dependencies', 'pnpm install --frozen-lockfile --reporter=append-only', { quiet: true });
}

/** Uses a pnpm of our major version from PATH; otherwise installs ours into a git-ignored folder. */
function bringPnpm() {
  const major = pnpmVersion.split('.')[0];
  const present = spawnSync('pnpm', ['--version'], { env, shell: windows, encoding: 'utf8', cwd: root });
  if (present.stdout?.trim().split('.')[0] === major) return;
  mkdirSync(pnpmFolder, { recursive: true });
  if (!existsSync(join(pnpmFolder, 'package.json'))) {
    writeFileSync(join(pnpmFolder, 'package.json'), '{ "private": true }\n');
  }
  const command = `npm install --no-package-lock --no-audit --no-fund --no-save pnpm@${pnpmVersion}`;
  step(`Bring pnpm ${pnpmVersion}`, command, { quiet: true, cwd: pnpmFolder });
}

/** Linux x64 gets Node from the lockfile; elsewhere the developer's own has to be new enough. */
function checkNode() {
  const version = spawnSync('node', ['--version'], {
    env,
    shell: windows,
    encoding: 'utf8',
    cwd: root,
  }).stdout?.trim();
  if (Number(version?.slice(1).split('.')[0]) >= 24) return;
  fail(`Our scripts need Node 24 or newer, and this is ${version}. Install it, then run this again.`);
}

async function runTask() {
  const steps = tasks[task].map(([name, command, fix]) => ({ name, command: (fixes && fix) || command }));
  const last = steps.pop();
  const failed = steps.filter((each) => !passes(each));
  if (failed.length > 0) {
    if (!passes(last)) failed.push(last);
    fail(`Failed:${failed.map(({ name }) => `\n  ${name}`).join('')}`);
  }
  await lastStep(last.name, [last.command, ...extra.map(quote)].join(' '));
}

/** Without `--continue` the first failure ends the run. */
function passes({ name, command }) {
  if (!continues) return step(name, command);
  return step(name, command.startsWith('turbo run') ? `${command} --continue` : command, { mayFail: true });
}

/** The command goes through a shell, and an argument may hold spaces. */
function quote(argument) {
  if (/^[\w@%+=:,./-]+$/.test(argument)) return argument;
  return windows ? `"${argument.replaceAll('"', '\\"')}"` : `'${argument.replaceAll("'", "'\\''")}'`;
}

function step(name, command, { quiet = false, cwd = root, mayFail = false } = {}) {
  console.error(`\n› ${name}`);
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  const done = spawnSync(command, { shell: true, cwd, env, stdio, encoding: 'utf8' });
  if (done.status === 0) return true;
  if (quiet) console.error(`${done.stdout ?? ''}${done.stderr ?? ''}`);
  if (mayFail) return false;
  return fail(`${name}: "${command}" ended with ${done.status ?? done.signal}.`, done.status ?? 1);
}

/** Runs beside this process, so that Ctrl+C and SIGTERM reach it and its exit code becomes ours. */
async function lastStep(name, command) {
  console.error(`\n› ${name}`);
  const child = spawn(command, { shell: true, cwd: root, env, stdio: 'inherit', detached: !windows });
  let stopped = '';
  const stop = (signal) => {
    stopped = signal;
    if (windows) child.kill(signal);
    else process.kill(-Number(child.pid), signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  if (process.env.npm_lifecycle_event) watchParent(() => stop('SIGTERM'));
  const [status, signal] = await new Promise((resolve) => {
    child.on('close', (...ending) => resolve(ending));
  });
  // Stopping is how the app is meant to end; tests and checks that were stopped have not passed.
  if (stopped && task !== 'demo') fail(`${name}: stopped by ${stopped}.`, 128 + constants.signals[stopped]);
  if (stopped || status === 0) process.exit(0);
  fail(`${name}: "${command}" ended with ${status ?? signal}.`, status ?? 1);
}

/** A SIGTERM to npm ends npm and its shell, which does not pass it on: what they started has to notice. */
function watchParent(onGone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, 500);
  timer.unref();
}

function fail(message, status = 1) {
  console.error(`\n✗ ${message}`);
  process.exit(status);
}
