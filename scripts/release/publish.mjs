/**
 * Publishes the tarballs of a folder, dependencies first, with the npm of the machine; versions that are published
 * already are passed over, so that a run that failed halfway can be repeated. Node built-ins only: the job that may
 * publish installs nothing.
 *
 * `--dry-run` lists what would be published; `--tag <tag>` publishes under another tag; `--without-provenance` is for registries that cannot check where a package
 * was built, such as the one of the rehearsal.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { readPlan } from './read-plan.mjs';

const options = {
  'dry-run': { type: 'boolean' },
  'without-provenance': { type: 'boolean' },
  tag: { type: 'string' },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const releases = readPlan(positionals[0]).map((release) => ({ ...release, tag: values.tag ?? release.tag }));

try {
  if (!values['dry-run']) refuseUnversioned();
  for (const release of releases) publish(release);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function refuseUnversioned() {
  const unversioned = releases.filter(({ version }) => version === '0.0.0');
  if (unversioned.length === 0) return;
  const names = unversioned.map(({ name }) => name).join(', ');
  throw new Error(`${names}: 0.0.0 is not a release. Run "pnpm version-packages" first.`);
}

function publish({ name, version, tag, access, tarball }) {
  const release = `${name}@${version}`;
  if (values['dry-run']) return console.log(`${release} would be published as ${tag}`);
  if (isPublished(release)) return console.log(`${release} is published already`);
  const provenance = values['without-provenance'] ? ['--provenance=false'] : [];
  const quiet = ['--loglevel', 'warn'];
  const args = ['publish', tarball, '--access', access, '--tag', tag, ...provenance, ...quiet];
  const { status } = npm(args, 'inherit');
  if (status !== 0) throw new Error(`${release} was not published. Run this again to go on from here.`);
  return console.log(`${release} is published as ${tag}`);
}

function isPublished(release) {
  const { status, stdout, stderr } = npm(['view', release, 'version', '--json'], 'pipe');
  if (status === 0) return stdout.trim() !== '';
  if (/\bE404\b/.test(stdout + stderr)) return false;
  throw new Error(`The registry does not say whether ${release} exists: ${stderr}`);
}

function npm(args, stdio) {
  return spawnSync('npm', args, { stdio, encoding: 'utf8', shell: process.platform === 'win32' });
}
