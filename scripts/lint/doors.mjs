/** Reads the doors of the packages: which names they export, and where each is defined. Text is enough for that. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const source = '@closekit/source';

/**
 * Lists the door files of all packages.
 *
 * @param root - The root of the repository.
 * @returns Their paths from the root.
 */
export function listDoors(root = '.') {
  return readManifests(root).flatMap(({ folder, exports = {} }) => {
    const doors = Object.values(exports).filter((door) => door[source]);
    return doors.map((door) => toPath(join(folder, door[source])));
  });
}

/**
 * Lists the files that packages run as commands.
 *
 * @param root - The root of the repository.
 * @returns Their paths from the root.
 */
export function listPrograms(root = '.') {
  return readManifests(root).flatMap(({ folder, bin = {} }) =>
    Object.values(bin).map((file) =>
      toPath(join(folder, file.replace('dist/', 'src/').replace(/js$/, 'ts'))),
    ),
  );
}

function readManifests(root) {
  return globSync('packages/*/package.json', { cwd: root })
    .toSorted()
    .map((path) => ({ ...JSON.parse(readFileSync(join(root, path), 'utf8')), folder: dirname(path) }));
}

function toPath(path) {
  return path.replaceAll('\\', '/');
}

/**
 * Lists the public names of a door.
 *
 * @param door - The path of the door from the root.
 * @param root - The root of the repository.
 * @returns Each name, with the file that defines it and its name there.
 */
export function listPublicNames(door, root = '.') {
  return [...exportsOf(join(root, door)).keys()].map((name) => ({
    name,
    ...findDefinition(join(root, door), name),
  }));
}

function findDefinition(file, exported) {
  const { from, name } = exportsOf(file).get(exported) ?? {};
  if (from === undefined) return { file, definedAs: name ?? exported };
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
    /^export (?:declare )?(?:async )?(?:abstract )?(?:function\*?|const enum|const|let|class|interface|type|enum) (\w+)/gm;
  for (const [, from] of text.matchAll(/^export (?:type )?\* from '([^']+)';/gm)) {
    for (const name of listStar(file, from)) found.set(name, { from, name });
  }
  for (const [, name] of text.matchAll(declared)) found.set(name, { from: undefined, name });
  for (const [, list, from] of text.matchAll(/^export (?:type )?\{([^}]*)\}(?: from '([^']+)')?;/gm)) {
    for (const [name, exported] of listNames(list)) {
      found.set(exported, from ? { from, name } : findImport(text, name));
    }
  }
  return found;
}

/** The names behind an `export *`; those of another project's package cannot be read. */
function listStar(file, from) {
  const target = join(dirname(file), from);
  return from.startsWith('.') && existsSync(target) ? exportsOf(target).keys() : [];
}

function findImport(text, wanted) {
  for (const [, list, from] of text.matchAll(/^import (?:type )?\{([^}]*)\} from '([^']+)';/gm)) {
    for (const [name, local] of listNames(list)) if (local === wanted) return { from, name };
  }
  return { from: undefined, name: wanted };
}

function listNames(list) {
  const code = list.replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '');
  const entries = code.split(',').map((entry) => entry.trim().replace(/^type /, ''));
  return entries.filter(Boolean).map((entry) => {
    const [name, alias = name] = entry.split(' as ');
    return [name, alias];
  });
}
