/**
 * Turns the pending changesets into versions and changelogs; arguments go to `changeset version`. A package that only
 * shares the new version says so, and the API reports of a release become those that the next changes are compared
 * with.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

execFileSync('changeset', ['version', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
for (const path of globSync('packages/*/CHANGELOG.md')) fillEmptyEntry(path);
if (!isPreliminary()) for (const folder of globSync('packages/*/api')) keepReports(folder);

/** The changes since the last release are those since the last version that users get without asking for it. */
function isPreliminary() {
  return JSON.parse(readFileSync('packages/client/package.json', 'utf8')).version.includes('-');
}

function keepReports(folder) {
  rmSync(join(folder, 'released'), { recursive: true, force: true });
  mkdirSync(join(folder, 'released'));
  for (const name of globSync('*.md', { cwd: folder })) {
    copyFileSync(join(folder, name), join(folder, 'released', name));
  }
}

/** Changesets leaves the entry of a package empty when only others have changed. */
function fillEmptyEntry(path) {
  const text = readFileSync(path, 'utf8');
  const filled = text.replace(
    /^(## \S+)\n+(?=## |$(?![^]))/m,
    '$1\n\nNothing has changed in this package: all packages share one version.\n\n',
  );
  if (filled !== text) writeFileSync(path, `${filled.trimEnd()}\n`);
}
