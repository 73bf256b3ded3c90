/**
 * The tasks of scripts/run.mjs: for each its steps, and for each step its name, its command and, where there is one, the
 * command that repairs what it finds (`--fix`).
 */

const testScripts = 'node --test --test-reporter=dot "scripts/**/*.test.mjs"';

const buildPackages = [
  'Build the packages',
  'turbo run build --filter=./packages/* --output-logs=errors-only',
];
const checkPacked = ['Check the packed packages', 'node scripts/check-packed.mjs'];

const check = [
  // The types of the packages, which the linter reads.
  buildPackages,
  [
    'Lint, and test our own rules',
    `oxlint --type-aware --deny-warnings && ${testScripts}`,
    `oxlint --type-aware --deny-warnings --fix && ${testScripts}`,
  ],
  ['Check the generated code for drift', 'pnpm --silent generate --check', 'pnpm --silent generate'],
  [
    'Check the snippets in the READMEs',
    'node scripts/sync-snippets.mjs --check',
    'node scripts/sync-snippets.mjs',
  ],
  // After all that repairs files: with --fix, it formats what they wrote.
  ['Check the format', 'oxfmt --check', 'oxfmt'],
  ['Check the API reports', 'node scripts/check-api.mjs', 'node scripts/check-api.mjs --write'],
  ['Check the links in the documents', 'node scripts/check-links.mjs'],
  ['Check the rules of security and their tests', 'node scripts/check-security.mjs'],
  ['Check the workflows', 'node scripts/release/check-workflows.mjs'],
  ['Check the changesets', 'node scripts/release/check-changesets.mjs'],
  ['Check the public names and the folders', 'node scripts/check-doors.mjs'],
  ['Build, check the types, test', 'turbo run build typecheck test --concurrency=2'],
  ['Prove that no connection and no write is lost', 'turbo run proof --concurrency=1'],
  ['Soak the vault for a minute', 'pnpm --filter @closekit/oauth run soak:minute'],
  checkPacked,
  ['Run the packages under every runtime', 'node scripts/check-runtimes.mjs'],
  ['Check the sizes', 'size-limit'],
  ['Measure the types', 'pnpm --silent bench:types'],
  ['Look for unused files and dependencies', 'knip'],
  ['Count the tests', 'node scripts/report-tests.mjs'],
];

// Only the tests of mutants need it: it is not among the dependencies of the workspace.
const installMutants = [
  'Install the mutation tester',
  'pnpm install --ignore-workspace --dir packages/oauth/mutants --frozen-lockfile --ignore-scripts --config.auto-install-peers=false --reporter=append-only',
];
const mutants = 'pnpm --filter @closekit/oauth run mutants';

const installGenerators = [
  'Install the generators of other teams',
  'pnpm install --ignore-workspace --dir packages/openapi/generators --frozen-lockfile --ignore-scripts --config.auto-install-peers=false --reporter=append-only',
];

// The registry and a package manager: only the rehearsal needs them.
const installRehearsal = [
  'Install the registry of the rehearsal',
  'pnpm install --dir scripts/rehearsal/tools --frozen-lockfile --ignore-scripts --reporter=append-only',
];

export const tasks = {
  test: [['Run the tests', 'turbo run test --concurrency=2']],
  demo: [
    ['Build the sample app', 'turbo run build --filter=@closekit/example --output-logs=errors-only'],
    ['Start the sample app', 'node apps/example/server/main.ts'],
  ],
  storybook: [['Start the stories', 'pnpm --filter @closekit/storybook run dev']],
  'bench:oauth': [
    ['Build', 'turbo run build --filter=./packages/* --output-logs=errors-only'],
    [
      'Install the libraries to compare with',
      'npm install --prefix packages/oauth/bench --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error',
    ],
    ['Measure', 'node packages/oauth/bench/run.ts'],
  ],
  'bench:client': [
    ['Build', 'turbo run build --filter=@closekit/client --output-logs=errors-only'],
    [
      'Install the libraries to compare with',
      'pnpm install --ignore-workspace --dir packages/client/bench --frozen-lockfile --ignore-scripts --config.auto-install-peers=false --reporter=append-only',
    ],
    ['Measure', 'node --expose-gc packages/client/bench/run.ts --check'],
  ],
  'bench:server': [
    ['Build', 'turbo run build --filter=@closekit/server --output-logs=errors-only'],
    [
      'Install the proxies to compare with',
      'pnpm install --ignore-workspace --dir packages/server/bench --frozen-lockfile --ignore-scripts --config.auto-install-peers=false --reporter=append-only',
    ],
    ['Measure', 'node packages/server/bench/run.mjs'],
  ],
  proof: [['Prove that no connection and no write is lost', 'turbo run proof --concurrency=1']],
  setup: [['Show the version of Node', 'node --version']],
  check,
  'check:packed': [buildPackages, checkPacked],
  api: [buildPackages, ['Write the API reports', 'node scripts/check-api.mjs --write']],
  'version-packages': [['Version the packages', 'node scripts/release/version.mjs']],
  release: [
    buildPackages,
    ['Check the API reports', 'node scripts/check-api.mjs'],
    ['Pack, check and publish', 'node scripts/release/release.mjs'],
  ],
  'release:rehearse': [
    buildPackages,
    installRehearsal,
    ['Rehearse a release', 'node scripts/rehearse-release.mjs'],
  ],
  preview: [buildPackages, ['Publish a preview', 'pkg-pr-new publish --pnpm "./packages/*"']],
  mutants: [installMutants, ['Test every mutant', `${mutants} --force`]],
  'check:full': [
    ...check,
    installMutants,
    ['Test the mutants of what has changed', mutants],
    [
      'Install the published client of Close',
      'pnpm install --ignore-workspace --dir packages/sandbox/scripts/published-client --frozen-lockfile --ignore-scripts --config.auto-install-peers=false --reporter=append-only',
    ],
    [
      'Walk through the sandbox with the published client',
      'node --conditions=@closekit/source packages/sandbox/scripts/published-client/run.mjs',
    ],
    ['Sign in to an app of every framework', 'node scripts/check-mounts.mjs'],
    installRehearsal,
    ['Rehearse a release', 'node scripts/rehearse-release.mjs'],
    installGenerators,
    ['Compile what they write from the document', 'node packages/openapi/generators/check.ts'],
    ['Kill the servers of a fleet under load', 'pnpm --filter @closekit/server run proof:fleet'],
    ['Soak the vault for ten minutes', 'pnpm --filter @closekit/oauth run soak'],
    ['Soak the client for leaks', 'pnpm --filter @closekit/client run soak'],
  ],
};
