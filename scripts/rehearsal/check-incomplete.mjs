/** Breaks the copy in the ways that a release has to notice, and repairs it. */
import assert from 'node:assert/strict';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Checks that a release fails without a build, and when a file is missing in a tarball.
 *
 * @param {string} folder - The copy of the repository.
 * @param {object} release - The result of `releaseCopy`.
 */
export function checkIncomplete(folder, { run }) {
  const dryRun = () => run('node', 'scripts/release/release.mjs', '--dry-run');
  const away = (path) => {
    renameSync(join(folder, path), join(folder, `${path}-away`));
    return () => renameSync(join(folder, `${path}-away`), join(folder, path));
  };
  fails(dryRun, away('packages/client/dist'), /@closekit\/client is not built/);
  fails(
    dryRun,
    away('packages/oauth/dist/stores/redis.d.ts'),
    /@closekit\/oauth is not built: .*redis\.d\.ts is missing/,
  );
  const manifest = join(folder, 'packages', 'server', 'package.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('"!dist/**/*.map"', '"!dist/**/*.map",\n    "!dist/node.js"'));
  fails(
    dryRun,
    () => writeFileSync(manifest, text),
    /is not complete: package\.json: \.\/dist\/node\.js is missing/,
  );
}

function fails(dryRun, repair, message) {
  try {
    assert.throws(dryRun, message);
  } finally {
    repair();
  }
}
