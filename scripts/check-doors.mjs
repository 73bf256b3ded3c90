/**
 * Holds two rules of the house that need more than one file to see:
 * a public name is defined once among all packages, every door exports by name, and no folder below `src/lib` holds
 * more than 20 source files. The one exception: a door `x/production` has the names of the door `x`, for pages where
 * `x` is empty.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { listDoors, listPublicNames } from './lint/doors.mjs';

const mostFiles = 20;

const failures = [...namesWithTwoMeanings(), ...unequalTwins(), ...doorsWithStars(), ...crowdedFolders()];
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

function namesWithTwoMeanings() {
  const doors = listDoors();
  const places = new Map();
  const own = doors.filter((door) => twinOf(door) === undefined);
  for (const { name, file, definedAs } of own.flatMap((door) => listPublicNames(door))) {
    places.set(name, (places.get(name) ?? new Set()).add(`${file}#${definedAs}`));
  }
  console.log(`${places.size} public names behind ${doors.length} doors`);
  return [...places]
    .filter(([, definitions]) => definitions.size > 1)
    .map(([name, definitions]) => `${name} has more than one meaning: ${[...definitions].join(', ')}`);
}

/** The door that a door repeats, if it is one for production. */
function twinOf(door) {
  return door.endsWith('/production.ts') ? door.replace('/production.ts', '.ts') : undefined;
}

function unequalTwins() {
  return listDoors()
    .filter((door) => twinOf(door) !== undefined && sortedNames(door) !== sortedNames(twinOf(door)))
    .map((door) => `${door} must have the names of ${twinOf(door)}.`);
}

function sortedNames(door) {
  const names = listPublicNames(door).map(({ name }) => name);
  return names.toSorted((one, other) => one.localeCompare(other)).join(', ');
}

/** The linter passes over generated doors, so all of them are read here. */
function doorsWithStars() {
  return listDoors()
    .filter((door) => /^export (?:type )?\*/m.test(readFileSync(door, 'utf8')))
    .map((door) => `${door} has an "export *". Export by name.`);
}

function crowdedFolders() {
  const counts = new Map();
  for (const file of globSync('packages/*/src/lib/**/*.{ts,tsx,mts,cts}')) {
    if (!/\.test(-d)?\.[cm]?tsx?$/.test(file))
      counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > mostFiles)
    .map(
      ([folder, count]) => `${folder} holds ${count} source files; ${mostFiles} are the most. Build a wall.`,
    );
}
