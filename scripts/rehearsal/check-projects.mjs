/** Installs the packages into blank projects, as strangers do. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { doors, packages } from '../pack-packages.mjs';
import { install, managers, start } from './managers.mjs';
import { projects, scriptProject } from './projects.mjs';

/**
 * Writes a project with our packages.
 *
 * @param {string} folder - A folder that does not exist.
 * @param {object} project - One of scripts/rehearsal/projects.mjs.
 * @param {string} range - The versions.
 */
export function writeProject(folder, { packages: own, dependencies, files }, range = 'latest') {
  const all = { ...dependencies, ...Object.fromEntries(own.map((name) => [name, range])) };
  const manifest = JSON.stringify({ private: true, type: 'module', dependencies: all });
  for (const [path, text] of Object.entries({ ...files, 'package.json': manifest })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * Installs each package alone, with npm, and loads its doors: nothing may be said about us.
 *
 * @param {string} work - A folder for the projects.
 * @param {Record<string, string>} env - The environment of the registry.
 */
export function checkEachPackage(work, env) {
  for (const { manifest } of packages) {
    const folder = join(work, manifest.name.split('/')[1]);
    const optional = manifest.peerDependenciesMeta ?? {};
    const peers = Object.entries(manifest.peerDependencies ?? {}).filter(([name]) => !optional[name]);
    const dependencies = Object.fromEntries(
      peers.map(([name, range]) => [name, range.startsWith('workspace:') ? 'latest' : range]),
    );
    writeProject(folder, { packages: [manifest.name], dependencies, files: {} });
    refuseWarnings(install('npm', folder, env));
    const own = doors.filter((door) => door === manifest.name || door.startsWith(`${manifest.name}/`));
    const needed = own.filter((door) => !/\/(?:testing|opentelemetry)/.test(door));
    const program = needed.map((door) => `await import('${door}');`).join('');
    start(['node', '--input-type=module', '--eval', program], { folder, env });
    console.log(`${manifest.name}: installs alone, without a warning`);
  }
}

/**
 * Installs a script with every manager and runs it.
 *
 * @param {string} work - A folder for the projects.
 * @param {Record<string, string>} env - The environment of the registry.
 */
export function checkManagers(work, env) {
  for (const [name, { run }] of Object.entries(managers)) {
    const folder = join(work, name);
    writeProject(folder, scriptProject);
    refuseWarnings(install(name, folder, env));
    assert.match(start([...run, scriptProject.script], { folder, env }), new RegExp(scriptProject.prints));
    console.log(`${name}: installs and runs a script`);
  }
}

/**
 * Installs and builds the projects that are more than a script.
 *
 * @param {string} work - A folder for the projects.
 * @param {Record<string, string>} env - The environment of the registry.
 */
export function checkProjects(work, env) {
  const quiet = { ...env, NEXT_TELEMETRY_DISABLED: '1' };
  for (const { name, manager, steps, prints, ...project } of projects) {
    const folder = join(work, name.replaceAll(' ', '-').toLowerCase());
    writeProject(folder, project);
    refuseWarnings(install(manager, folder, env));
    const output = steps.map((step) => start(step, { folder, env: quiet })).join('');
    assert.doesNotMatch(output, /warn|can't resolve|could not be resolved/i);
    assert.ok(output.includes(prints), `${name} does not print ${prints}:\n${output}`);
    console.log(`${name}: installs with ${manager} and builds`);
  }
}

/** Warnings of other packages are theirs. */
function refuseWarnings(output) {
  const lines = output.split('\n').filter((line) => /warn|peer|deprecated|✕|┬/i.test(line));
  const ours = lines.filter((line) => /closekit|peer/i.test(line));
  assert.deepEqual(ours, []);
}
