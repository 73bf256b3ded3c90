/** Upgrades one package alone in an app that has several: a patch, and a minor whose others stay behind. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeProject } from './check-projects.mjs';
import { install, start } from './managers.mjs';
import { scriptProject } from './projects.mjs';

const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023', '--types', ''];
const typecheck = ['tsc', ...strict, '--lib', 'es2024,dom,dom.iterable', '--ignoreConfig', 'script.ts'];

/**
 * Installs an app with what is the latest version now.
 *
 * @param {string} work - A folder for the projects.
 * @param {Record<string, string>} env - The environment of the registry.
 * @returns {object} The commands that upgrade it.
 */
export function installUpgradable(work, env) {
  const folder = join(work, 'upgrades');
  writeProject(folder, scriptProject, '^0.1.0');
  install('npm', folder, env);
  const upgrade = (...releases) =>
    start(['npm', 'install', '--no-audit', '--no-fund', ...releases], { folder, env });
  const check = () => {
    start(typecheck, { folder, env });
    assert.match(start(['node', scriptProject.script], { folder, env }), new RegExp(scriptProject.prints));
  };
  check();
  return {
    /** One package alone; the others keep their version. */
    alone(name, version, isBeside) {
      upgrade(`@closekit/${name}@${version}`);
      assert.equal(versionIn(folder, name), version);
      const copy = join(folder, 'node_modules', '@closekit', 'server', 'node_modules', '@closekit', name);
      assert.equal(existsSync(copy), isBeside);
      check();
      console.log(`@closekit/${name} ${version} alone: the types fit, and the app runs`);
    },
    /** React without its client, which is its peer: npm has to name it. */
    refusesReactAlone(version) {
      const peers = ['react@19', '@tanstack/react-query@5'];
      upgrade(...peers, `@closekit/react@0.1.0`);
      assert.throws(() => upgrade(`@closekit/react@${version}`), /ERESOLVE[^]*@closekit\/client/);
      console.log(`@closekit/react ${version} alone: npm names the client that has to follow`);
    },
  };
}

function versionIn(folder, name) {
  const path = join(folder, 'node_modules', '@closekit', name, 'package.json');
  return JSON.parse(readFileSync(path, 'utf8')).version;
}
