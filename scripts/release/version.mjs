/**
 * Turns the pending changesets into versions and changelogs; arguments go to `changeset version`. The API
 * reports of a release become those that the next changes are compared with.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

execFileSync('changeset', ['version', ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
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
