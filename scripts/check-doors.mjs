/**
 * Holds two rules of the house that need more than one file to see:
 * a public name is defined once among all packages, every door exports by name, and no folder below `src/lib` holds
 * more than 20 source files.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { listDoors, listPublicNames } from './lint/doors.mjs';

const mostFiles = 20;

const failures = [...namesWithTwoMeanings(), ...doorsWithStars(), ...crowdedFolders()];
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

function namesWithTwoMeanings() {
  const doors = listDoors();
  const places = new Map();
  for (const { name, file, definedAs } of doors.flatMap((door) => listPublicNames(door))) {
    places.set(name, (places.get(name) ?? new Set()).add(`${file}#${definedAs}`));
  }
  console.log(`${places.size} public names behind ${doors.length} doors`);
  return [...places]
    .filter(([, definitions]) => definitions.size > 1)
    .map(([name, definitions]) => `${name} has more than one meaning: ${[...definitions].join(', ')}`);
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
