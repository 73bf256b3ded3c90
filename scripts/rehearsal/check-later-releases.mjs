/** The releases after the first one: upgrades, a pre-release, a snapshot, and one that is withdrawn. */
import assert from 'node:assert/strict';
import { installUpgradable } from './check-upgrades.mjs';
import { start } from './managers.mjs';

/**
 * Publishes a patch and a minor version, and upgrades one package alone to each.
 *
 * @param {object} release - The result of `releaseCopy`.
 * @param {string} work - A folder for the projects.
 * @param {object} env - The environment of the registry.
 */
export function checkUpgrades(release, work, env) {
  const app = installUpgradable(work, env);
  release.change('client', 'patch');
  assert.equal(release.version(), '0.1.1');
  assert.match(
    release.changelog('client'),
    /^- A change of client\. \(\[`\w{7}`\]\(https:\/\/github\.com\/closekit/m,
  );
  assert.match(release.changelog('oauth'), /^## 0\.1\.1\n\nNo changes in this release\.$/m);
  release.commit();
  release.publish();
  app.alone('client', '0.1.1', false);
  release.change('oauth', 'minor');
  assert.equal(release.version(), '0.2.0');
  release.commit();
  release.publish();
  app.alone('oauth', '0.2.0', true);
  app.refusesReactAlone('0.2.0');
}

/**
 * Publishes a pre-release, and the version that ends it.
 *
 * @param {object} release - The result of `releaseCopy`.
 * @param {Function} view - Runs `npm view`.
 */
export function checkPreRelease(release, view) {
  release.run('changeset', 'pre', 'enter', 'next');
  release.run('git', 'add', '.changeset');
  release.change('react', 'minor');
  assert.equal(release.version(), '0.3.0-next.0');
  release.run('git', 'add', '.');
  release.commit();
  release.publish();
  assert.equal(view('@closekit/react', 'dist-tags.latest'), '0.2.0');
  assert.equal(view('@closekit/react', 'dist-tags.next'), '0.3.0-next.0');
  release.run('changeset', 'pre', 'exit');
  assert.equal(release.version(), '0.3.0');
  release.run('git', 'add', '.');
  release.commit();
  release.publish();
  assert.equal(view('@closekit/react', 'dist-tags.latest'), '0.3.0');
  console.log('0.3.0-next.0: published under its tag; 0.3.0 ends the pre-release');
}

/**
 * Publishes a snapshot, which is never committed.
 *
 * @param {object} release - The result of `releaseCopy`.
 * @param {Function} view - Runs `npm view`.
 */
export function checkSnapshot(release, view) {
  release.change('sandbox', 'minor');
  const version = release.version('--snapshot', 'try');
  assert.match(version, /^0\.0\.0-try-\d+$/);
  release.publish('try');
  assert.equal(view('@closekit/sandbox', 'dist-tags.latest'), '0.3.0');
  assert.equal(view('@closekit/sandbox', 'dist-tags.try'), version);
  console.log('A snapshot: published under its tag');
}

/**
 * Deprecates a version.
 *
 * @param {string} work - A folder for the projects.
 * @param {Function} view - Runs `npm view`.
 * @param {object} env - The environment of the registry.
 */
export function checkWithdrawal(work, view, env) {
  const reason = 'Loses writes. Use 0.3.0.';
  start(['npm', 'deprecate', '@closekit/client@0.2.0', reason], { folder: work, env });
  assert.equal(view('@closekit/client@0.2.0', 'deprecated'), reason);
  assert.equal(view('@closekit/client@0.3.0', 'deprecated'), '');
  console.log('0.2.0: deprecated');
}
