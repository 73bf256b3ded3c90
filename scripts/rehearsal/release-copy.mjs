/** Makes versions in a copy of the repository, and publishes them to the registry of the rehearsal. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { start } from './managers.mjs';

/**
 * Prepares the commands of a release in a copy.
 *
 * @param {string} folder - The result of `copyRepository`.
 * @param {Record<string, string>} registryEnv - The environment of the registry.
 * @returns {object} The commands.
 */
export function releaseCopy(folder, registryEnv) {
  const path = [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const run = (...command) => start(command, { folder, env: { ...registryEnv, PATH: path } });
  const commit = () => run('git', 'commit', '--all', '--quiet', '--message', 'A step of the rehearsal');
  return {
    run,
    commit,
    /** Adds a changeset: the package with the kind of change. */
    change(name, kind) {
      const file = join(folder, '.changeset', `${name}-${kind}.md`);
      writeFileSync(file, `---\n'@closekit/${name}': ${kind}\n---\n\nA change of ${name}.\n`);
      run('git', 'add', file);
      commit();
    },
    version(...args) {
      run('node', 'scripts/release/version.mjs', ...args);
      return versionOf(folder);
    },
    /** Publishes without the checks of `pnpm release`, which the first release has been through. */
    publish(tag) {
      rmSync(join(folder, '.tools', 'release'), { recursive: true, force: true });
      const plan = join('.tools', 'publish-plan.json');
      mkdirSync(join(folder, '.tools'), { recursive: true });
      run('changeset', 'publish-plan', '--output', plan, ...(tag ? ['--tag', tag] : []));
      run('changeset', 'pack', '--from-publish-plan', plan, '--out-dir', join('.tools', 'release'));
      return run('node', 'scripts/release/publish.mjs', '.tools/release', '--without-provenance');
    },
    changelog: (name) => readFileSync(join(folder, 'packages', name, 'CHANGELOG.md'), 'utf8'),
  };
}

function versionOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'packages', 'client', 'package.json'), 'utf8')).version;
}
