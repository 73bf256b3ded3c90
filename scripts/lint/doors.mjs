/** Reads the doors of the packages: which names they export, and where each is defined. Text is enough for that. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const source = '@closekit/source';

/** The door files of all packages, as paths from the root. */
export function listDoors(root = '.') {
  return globSync('packages/*/package.json', { cwd: root }).flatMap((manifest) => {
    const doors = Object.values(JSON.parse(readFileSync(join(root, manifest), 'utf8')).exports ?? {});
    return doors.filter((door) => door[source]).map((door) => join(dirname(manifest), door[source]));
  });
}

/** Every public name of a door, with the file that defines it and its name there. */
export function listPublicNames(door, root = '.') {
  return [...exportsOf(join(root, door)).keys()].map((name) => ({
    name,
    ...findDefinition(join(root, door), name),
  }));
}

function findDefinition(file, exported) {
  const { from, name } = exportsOf(file).get(exported) ?? {};
  if (from === undefined) return { file, definedAs: exported };
  const target = join(dirname(file), from);
  return from.startsWith('.') && existsSync(target)
    ? findDefinition(target, name)
    : { file: from, definedAs: name };
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
