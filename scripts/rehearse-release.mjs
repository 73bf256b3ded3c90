/**
 * Rehearses releases against a registry on loopback, in a copy of this repository: the first one by the command that
 * makes real ones, installations into blank projects, upgrades of one package alone, a pre-release, a snapshot, and a
 * release that is withdrawn. Needs built packages.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkIncomplete } from './rehearsal/check-incomplete.mjs';
import { checkEachPackage, checkManagers, checkProjects } from './rehearsal/check-projects.mjs';
import {
  checkPreRelease,
  checkSnapshot,
  checkUpgrades,
  checkWithdrawal,
} from './rehearsal/check-later-releases.mjs';
import { checkWorker } from './rehearsal/check-worker.mjs';
import { copyRepository } from './rehearsal/copy-repository.mjs';
import { start } from './rehearsal/managers.mjs';
import { releaseCopy } from './rehearsal/release-copy.mjs';
import { startRegistry } from './rehearsal/start-registry.mjs';

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log('The rehearsal runs on Linux x64 only, where the runtimes come from npm.');
  process.exit(0);
}
const work = mkdtempSync(join(tmpdir(), 'closekit-rehearsal-'));
const repository = join(work, 'repository');
let stop = () => undefined;
try {
  const registry = await startRegistry(join(work, 'registry'));
  ({ stop } = registry);
  await rehearse(registry.env);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  stop();
  rmSync(work, { recursive: true, force: true });
}

async function rehearse(env) {
  copyRepository(repository);
  const release = releaseCopy(repository, env);
  const view = (...args) => start(['npm', 'view', ...args], { folder: work, env }).trim();
  firstRelease(release);
  assert.equal(view('@closekit/server', 'dist-tags.latest'), '0.1.0');
  checkEachPackage(join(work, 'each'), env);
  checkManagers(join(work, 'managers'), env);
  checkProjects(join(work, 'projects'), env);
  await checkWorker(join(work, 'worker'), env);
  checkUpgrades(release, work, env);
  checkPreRelease(release, view);
  checkSnapshot(release, view);
  checkWithdrawal(work, view, env);
}

function firstRelease(release) {
  assert.equal(release.version(), '0.1.0');
  release.run('git', 'add', 'packages');
  release.commit();
  assert.match(
    release.changelog('oauth'),
    /^# @closekit\/oauth\n\n## 0\.1\.0\n\n### Minor Changes\n\n- First release: OAuth/,
  );
  checkIncomplete(repository, release);
  const output = release.run('node', 'scripts/release/release.mjs', '--without-provenance');
  assert.equal(output.match(/ is published as latest/g)?.length, 6, output);
  assert.match(release.publish(), /^(?:@closekit\/\S+ is published already\n)*$/);
  console.log('0.1.0: versioned, checked and published; an incomplete package is refused');
}
