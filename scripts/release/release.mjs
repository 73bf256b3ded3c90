/**
 * Packs every version that the registry does not have, checks the tarballs as a user would meet them, and publishes
 * those same tarballs. The options are those of publish.mjs;
 * with `--dry-run` nothing is published.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { packages } from '../pack-packages.mjs';
import { findMissingFiles } from './find-missing-files.mjs';
import { readPlan } from './read-plan.mjs';

const folder = join('.tools', 'release');
const options = {
  'dry-run': { type: 'boolean', default: false },
  'without-provenance': { type: 'boolean', default: false },
  tag: { type: 'string' },
};
const { values } = parseArgs({ options });

try {
  for (const one of packages) refuseWithoutBuild(one);
  rmSync(folder, { recursive: true, force: true });
  run('changeset', ['pack', '--out-dir', folder]);
  const flags = Object.keys(options).filter((name) => values[name] === true);
  const tag = values.tag === undefined ? [] : ['--tag', values.tag];
  if (readPlan(folder).length === 0) forgetFolder();
  else {
    run('node', ['scripts/check-packed.mjs', join(folder, 'packages')]);
    run('node', ['scripts/release/publish.mjs', folder, ...flags.map((name) => `--${name}`), ...tag]);
  }
} catch (error) {
  if (error.status === undefined) console.error(error.message);
  process.exitCode = 1;
}

/** As `prepack` does, whose words do not get through to here. */
function refuseWithoutBuild({ folder: path, manifest }) {
  const [missing] = findMissingFiles(path);
  if (missing !== undefined) throw new Error(`${manifest.name} is not built: ${missing} is missing.`);
}

function forgetFolder() {
  rmSync(folder, { recursive: true });
  console.log('Every version is published already.');
}

function run(command, args) {
  execFileSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
}
