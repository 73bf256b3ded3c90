/**
 * Compares the built declarations of every door with the reports in packages/<name>/api, and those with the reports of
 * the last release: a change needs a changeset of its package, and one that breaks users at least a minor one while the
 * version is 0.x. `--write` writes the reports.
 */
import { globSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript-5.9';
import { describeDoor } from './api/describe-door.mjs';
import { findUncovered } from './api/find-uncovered.mjs';
import { writeReport } from './api/report-text.mjs';
import { packages } from './pack-packages.mjs';

const writes = process.argv.includes('--write');
const doors = packages.flatMap(({ folder, manifest }) =>
  Object.entries(manifest.exports)
    .filter(([, target]) => target.types)
    .map(([door, { types }]) => ({
      folder,
      name: manifest.name + door.slice(1),
      types: join(folder, types),
    })),
);
const program = ts.createProgram(
  doors.map(({ types }) => types),
  {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2024.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    jsx: ts.JsxEmit.ReactJSX,
    types: [],
    strict: true,
    skipLibCheck: true,
  },
);
const reports = new Map(
  doors.map((door) => [pathOf(door), writeReport(door.name, describeDoor(program, door.types))]),
);

if (writes) writeReports();
const problems = [...findStale(), ...findUncovered(packages)];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
console.log(`${reports.size} API reports`);

/** `@closekit/oauth/stores/d1` is described in packages/oauth/api/stores.d1.md. */
function pathOf({ folder, name }) {
  const [, , ...parts] = name.split('/');
  return join(folder, 'api', `${parts.join('.') || 'index'}.md`);
}

function writeReports() {
  for (const path of globSync('packages/*/api/*.md')) rmSync(path);
  for (const [path, text] of reports) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

function findStale() {
  const stale = [...reports].filter(
    ([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text,
  );
  const known = new Set(
    [...reports.keys()].map((path) => join(basename(dirname(dirname(path))), basename(path))),
  );
  const gone = globSync('packages/*/api/*.md').filter(
    (path) => !known.has(join(basename(dirname(dirname(path))), basename(path))),
  );
  return [...stale.map(([path]) => path), ...gone].map(
    (path) => `${path} differs from the build. Run "pnpm api", and read what has changed for users.`,
  );
}
