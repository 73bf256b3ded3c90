import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/**
 * Looks at the built files of the React package as a bundler for server components does: what needs React in a browser
 * starts with the client directive, and nothing that the query options are made of does, or needs React at all. The
 * core door does not need React either.
 *
 * @param {string} folder - The folder of the package.
 * @returns {string[]} The faults.
 */
export function checkClientDirectives(folder) {
  const dist = join(folder, 'dist');
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => join(dist, file));
  const forgotten = files
    .filter((file) => needsReact(file) && !isForClients(file))
    .map((file) => `${file} needs React and does not start with 'use client'`);
  const options = join(dist, 'lib', 'queries', 'create-close-query-options.js');
  const tainted = [...filesBelow(options)]
    .filter((file) => needsReact(file) || isForClients(file))
    .map((file) => `${file} is part of createCloseQueryOptions and is for clients only`);
  const withReact = [...filesBelow(join(dist, 'core.js'))]
    .filter((file) => importsOf(file).some(isReact) || isForClients(file))
    .map((file) => `${file} is part of the core door and needs React`);
  return [...forgotten, ...tainted, ...withReact, ...importOnServer(options)];
}

const isForClients = (file) => /^["']use client["'];/.test(readFileSync(file, 'utf8'));
const isReact = (name) => /^(react|react-dom|@tanstack\/react-query)($|\/)/.test(name);
const needsReact = (file) => importsOf(file).some(isReact) && !isPure(file);

/** `skipToken` is a symbol: a file that takes nothing else from TanStack Query runs anywhere. */
const isPure = (file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(/import \{([^}]*)\} from ["'](?:react|@tanstack)[^"']*["']/g),
  ].every(([, names]) => names.trim() === 'skipToken');

function importsOf(file) {
  const text = readFileSync(file, 'utf8');
  return Array.from(
    text.matchAll(/^(?:import|export) (?:[^"';]*from )?["']([^"']+)["']/gm),
    ([, name]) => name,
  );
}

function filesBelow(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  for (const name of importsOf(file)) {
    if (name.startsWith('.')) filesBelow(resolve(dirname(file), name), found);
  }
  return found;
}

/** Under this condition `react` has neither context nor state. */
function importOnServer(file) {
  const program = `const { createCloseQueryOptions } = await import(${JSON.stringify(file)});
    const { queryKey } = createCloseQueryOptions({ auth: {} }, { session: undefined }).leads.get('lead_1');
    if (queryKey[2] !== 'leads') throw new Error('createCloseQueryOptions returned no key');`;
  try {
    execFileSync('node', ['--conditions', 'react-server', '--input-type=module', '--eval', program], {
      stdio: 'pipe',
    });
    return [];
  } catch (error) {
    return [`${file} does not run under the condition react-server: ${error.stderr}`];
  }
}
