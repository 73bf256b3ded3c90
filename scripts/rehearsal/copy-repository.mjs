/** A copy of this repository, in which versions can be made without a trace. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, globSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Clones the repository, with what is not committed yet and with the built packages, and installs it.
 *
 * @param {string} folder - A folder that does not exist.
 */
export function copyRepository(folder) {
  execFileSync('git', ['clone', '--quiet', '--shared', '.', folder], { stdio: 'inherit' });
  for (const path of changedFiles()) {
    rmSync(join(folder, path), { force: true });
    if (existsSync(path)) cpSync(path, join(folder, path));
  }
  for (const dist of globSync('packages/*/dist')) cpSync(dist, join(folder, dist), { recursive: true });
  const quiet = ['--frozen-lockfile', '--prefer-offline', '--ignore-scripts', '--reporter=silent'];
  execFileSync('pnpm', ['install', ...quiet], { cwd: folder, stdio: 'inherit' });
  // Changesets commits nothing by itself; tags and commits of the rehearsal need an author.
  execFileSync('git', ['config', 'user.name', 'Rehearsal'], { cwd: folder });
  execFileSync('git', ['config', 'user.email', 'rehearsal@localhost'], { cwd: folder });
}

function changedFiles() {
  const changed = ['diff', '--name-only', 'HEAD'];
  const untracked = ['ls-files', '--others', '--exclude-standard'];
  return [changed, untracked].flatMap((args) =>
    execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean),
  );
}
