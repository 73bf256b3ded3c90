/**
 * Creates the tag and the release page of every published tarball of a folder; its notes are the newest entry of the
 * changelog. What exists already stays. Needs the command `gh` with a token; Node built-ins only.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPlan } from './read-plan.mjs';

for (const { name, version } of readPlan(process.argv[2])) {
  const tag = `${name}@${version}`;
  if (spawnSync('gh', ['release', 'view', tag]).status === 0) continue;
  const target = process.env.GITHUB_SHA ? ['--target', process.env.GITHUB_SHA] : [];
  const kind = version.includes('-') ? ['--prerelease'] : [];
  const notes = readEntry(join('packages', name.split('/')[1], 'CHANGELOG.md'), version);
  execFileSync('gh', ['release', 'create', tag, '--title', tag, '--notes', notes, ...target, ...kind], {
    stdio: 'inherit',
  });
}

/** The text below the heading of a version. */
function readEntry(path, version) {
  const [, ...entries] = readFileSync(path, 'utf8').split(/^## /m);
  const entry = entries.find((text) => text.startsWith(`${version}\n`));
  if (entry === undefined) throw new Error(`${path} has no entry for ${version}.`);
  return entry.slice(version.length).trim();
}
