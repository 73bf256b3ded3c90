/** Finds changes of a public API that no pending changeset announces. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareReports } from './compare-reports.mjs';

const ranks = { patch: 1, minor: 2, major: 3 };

/**
 * Compares the reports of each package with those of its last release.
 *
 * @param {object[]} packages - Folder and manifest of each package.
 * @returns {string[]} One sentence for each package that needs a changeset, or a greater one.
 */
export function findUncovered(packages) {
  const announced = readChangesets();
  return packages.flatMap(({ folder, manifest: { name, version } }) => {
    const changes = changesOf(join(folder, 'api'));
    if (changes.length === 0) return [];
    const breaking = changes.filter(({ isBreaking }) => isBreaking).map((change) => change.name);
    const needed = breaking.length === 0 ? 'patch' : version.startsWith('0.') ? 'minor' : 'major';
    if ((announced.get(name) ?? 0) >= ranks[needed]) return [];
    const names = (breaking.length > 0 ? breaking : changes.map((change) => change.name))
      .slice(0, 5)
      .join(', ');
    const kind = breaking.length > 0 ? 'breaks users' : 'has changed';
    return [
      `${name}: its API ${kind} since the last release (${names}). Add a changeset: ${needed} or more.`,
    ];
  });
}

function changesOf(folder) {
  const names = [
    ...globSync('*.md', { cwd: folder }),
    ...globSync('released/*.md', { cwd: folder }).map((path) => basename(path)),
  ];
  return [...new Set(names)].flatMap((name) =>
    compareReports(readIfThere(join(folder, 'released', name)), readIfThere(join(folder, name))),
  );
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The greatest kind for each package. */
function readChangesets() {
  const found = new Map();
  for (const path of globSync('.changeset/**/*.md')) {
    for (const [, name, kind] of readFileSync(path, 'utf8').matchAll(
      /^['"]?(@closekit\/[\w-]+)['"]?: (\w+)$/gm,
    )) {
      found.set(name, Math.max(found.get(name) ?? 0, ranks[kind] ?? 0));
    }
  }
  return found;
}
