import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** What the fixtures need of a repository: a package with three rooms and two doors, and one that it may import. */
const skeleton = {
  'packages/alpha/package.json': manifest({
    name: '@closekit/alpha',
    exports: { '.': './src/index.ts', './extra': './src/extra.ts', './models': './src/generated/models.ts' },
    bin: { alpha: './dist/cli.js' },
  }),
  'packages/alpha/src/index.ts': '',
  'packages/alpha/src/extra.ts': '',
  'packages/alpha/src/generated/models.ts': '',
  'packages/beta/package.json': manifest({ name: '@closekit/beta', exports: { '.': './src/index.ts' } }),
  'packages/beta/src/index.ts': '',
};

const checked = new Set([
  'camel-case-constants',
  'doc-comments',
  'file-places',
  'max-lines-per-function',
  'package-imports',
  'public-docs',
  'rooms',
  'type-errors',
]);

const rooms = { 'packages/alpha/src/lib': ['ground', 'upper', '.'] };
const packages = { '@closekit/alpha': ['@closekit/beta'], '@closekit/beta': [] };

/**
 * Writes files into an empty folder and lints them with the configuration of the repository.
 *
 * @param files - The text of each file, by its path from the root of the repository.
 * @param start - The folder to start the linter in.
 * @returns Each finding of the rules that are tested here: rule, file below `src` and line.
 */
export function lintFixture(files, start = '.') {
  return inFolder({ '.oxlintrc.json': readConfiguration(), ...skeleton, ...files }, (folder) => {
    const { stdout, stderr } = run(
      ['oxlint', '-c', join(folder, '.oxlintrc.json'), '--format=json'],
      join(folder, start),
    );
    if (!stdout.startsWith('{')) throw new Error(`oxlint printed no report: ${stdout}${stderr}`);
    const { diagnostics } = JSON.parse(stdout);
    const broken = diagnostics.find(({ code }) => code === undefined);
    if (broken) throw new Error(broken.message);
    return diagnostics.flatMap(({ code, filename, labels: [label] }) => {
      const [, rule] = /^(?:closekit|eslint)\(([\w-]+)\)$/.exec(code) ?? [];
      return checked.has(rule) ? [`${rule} ${filename.replace(/^.*src\//, '')}:${label.span.line}`] : [];
    });
  });
}

/**
 * Writes files into an empty folder and runs a script of the repository there.
 *
 * @param script - The path of the script from the root of the repository, and its arguments.
 * @param files - The text of each file, by its path.
 * @returns The exit code, and what the script printed.
 */
export function runOnFixture(script, files) {
  const [path, ...args] = script.split(' ');
  return inFolder(files, (folder) => {
    const { status, stdout, stderr } = run([process.execPath, join(root, path), ...args], folder);
    return { status, stdout, stderr };
  });
}

function inFolder(files, work) {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-lint-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run([command, ...args], cwd) {
  const isWindows = process.platform === 'win32';
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path };
  return spawnSync(command, args, { cwd, shell: isWindows, encoding: 'utf8', env });
}

/** The configuration of the repository, with the rooms and packages of the fixtures: a rule that it switches off fails. */
function readConfiguration() {
  const config = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8'));
  delete config.$schema;
  config.jsPlugins = [join(root, 'scripts', 'lint', 'plugin.mjs')];
  for (const { rules } of config.overrides) {
    if (Array.isArray(rules['closekit/rooms'])) rules['closekit/rooms'][1] = rooms;
    if (Array.isArray(rules['closekit/package-imports'])) rules['closekit/package-imports'][1] = packages;
  }
  return JSON.stringify(config);
}

function manifest({ exports, ...rest }) {
  const doors = Object.entries(exports).map(([path, source]) => [path, { '@closekit/source': source }]);
  return JSON.stringify({ ...rest, exports: Object.fromEntries(doors) });
}
