/**
 * Holds two rules of the house that need more than one file to see:
 * a public name is defined once among all packages, and no folder below `src/lib` holds more than 20 source files.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const mostFiles = 20;
const source = '@closekit/source';

const failures = [...namesWithTwoMeanings(), ...crowdedFolders()];
for (const failure of failures) console.error(failure);
if (failures.length > 0) process.exitCode = 1;

function namesWithTwoMeanings() {
  const definitions = new Map();
  const doors = globSync('packages/*/package.json').flatMap(readDoors);
  for (const door of doors) {
    for (const name of exportsOf(door).keys()) {
      const places = definitions.get(name) ?? new Set();
      definitions.set(name, places.add(findDefinition(door, name)));
    }
  }
  console.log(`${definitions.size} public names behind ${doors.length} doors`);
  return [...definitions]
    .filter(([, places]) => places.size > 1)
    .map(([name, places]) => `${name} has more than one meaning: ${[...places].join(', ')}`);
}

function readDoors(manifest) {
  const doors = Object.values(JSON.parse(readFileSync(manifest, 'utf8')).exports ?? {});
  return doors.filter((door) => door[source]).map((door) => join(dirname(manifest), door[source]));
}

/** The exported names of a file, each with what it is exported from and as. */
function exportsOf(file) {
  const text = readFileSync(file, 'utf8');
  const found = new Map();
  const declared =
    /^export (?:declare )?(?:async )?(?:abstract )?(?:function|const|class|interface|type) (\w+)/gm;
  for (const [, name] of text.matchAll(declared)) found.set(name, { from: undefined, name });
  for (const [, list, from] of text.matchAll(/^export (?:type )?\{([^}]*)\}(?: from '([^']+)')?;/gm)) {
    for (const [name, exported] of listNames(list)) {
      found.set(exported, from ? { from, name } : findImport(text, name));
    }
  }
  return found;
}

function findImport(text, wanted) {
  for (const [, list, from] of text.matchAll(/^import (?:type )?\{([^}]*)\} from '([^']+)';/gm)) {
    for (const [name, local] of listNames(list)) if (local === wanted) return { from, name };
  }
  return { from: undefined, name: wanted };
}

function listNames(list) {
  const entries = list.split(',').map((entry) => entry.trim().replace(/^type /, ''));
  return entries.filter(Boolean).map((entry) => {
    const [name, alias = name] = entry.split(' as ');
    return [name, alias];
  });
}

function findDefinition(file, exported) {
  const { from, name } = exportsOf(file).get(exported) ?? {};
  if (from === undefined) return `${file}#${exported}`;
  if (!from.startsWith('.')) return `${from}#${name}`;
  const target = join(dirname(file), from);
  return existsSync(target) ? findDefinition(target, name) : `${target}#${name}`;
}

function crowdedFolders() {
  const counts = new Map();
  for (const file of globSync('packages/*/src/lib/**/*.{ts,tsx}')) {
    if (!/\.test(-d)?\.tsx?$/.test(file)) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count > mostFiles)
    .map(
      ([folder, count]) => `${folder} holds ${count} source files; ${mostFiles} are the most. Build a wall.`,
    );
}
