/**
 * Turns the pending changesets into versions and changelogs; arguments go to `changeset version`. A package that only
 * shares the new version says so, and the API reports of a release become those that the next changes are compared
 * with.
 */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';

execFileSync('changeset', ['version', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
for (const path of globSync('packages/*/CHANGELOG.md')) fillEmptyEntry(path);

/** Changesets leaves the entry of a package empty when only others have changed. */
function fillEmptyEntry(path) {
  const text = readFileSync(path, 'utf8');
  const filled = text.replace(
    /^(## \S+)\n+(?=## |$(?![^]))/m,
    '$1\n\nNothing has changed in this package: all packages share one version.\n\n',
  );
  if (filled !== text) writeFileSync(path, `${filled.trimEnd()}\n`);
}
