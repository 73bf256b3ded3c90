import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { runOnFixture } from '../lint/lint-fixture.mjs';

const manifest = JSON.stringify({
  name: '@closekit/alpha',
  bin: { alpha: './dist/cli.js' },
  exports: {
    '.': {
      '@closekit/source': './src/index.ts',
      types: './dist/index.d.ts',
      default: './dist/index.js',
    },
    './package.json': './package.json',
  },
});

const built = {
  'package.json': manifest,
  'dist/index.js': "import { a } from './lib/a.js';\nexport { a };\n",
  'dist/index.d.ts': "import { A } from './lib/a.js';\nexport { type A };\n",
  'dist/lib/a.js': 'export const a = 1;\n',
  'dist/lib/a.d.ts': 'export type A = 1;\n',
  'dist/cli.js': "await import('./lib/a.js');\n",
};

function prepack(files) {
  return runOnFixture('scripts/release/refuse-without-build.mjs', files);
}

describe('refuse-without-build', () => {
  it('lets a complete build be packed', () => {
    assert.deepEqual(prepack(built), { status: 0, stdout: '', stderr: '' });
  });

  it('refuses a package without dist', () => {
    const { status, stderr } = prepack({ 'package.json': manifest });
    assert.equal(status, 1);
    assert.deepEqual(stderr.trim().split('\n'), [
      'This package is not built: run "pnpm build" first. Missing are:',
      '  package.json: ./dist/index.d.ts',
      '  package.json: ./dist/index.js',
      '  package.json: ./dist/cli.js',
    ]);
  });

  it('refuses a package without a module that another one imports', () => {
    const { 'dist/lib/a.js': _, ...rest } = built;
    const { status, stderr } = prepack(rest);
    assert.equal(status, 1);
    assert.match(stderr, / {2}dist\/cli\.js: dist\/lib\/a\.js\n {2}dist\/index\.js: dist\/lib\/a\.js\n$/);
  });

  it('refuses a package without a declaration that another one imports', () => {
    const { 'dist/lib/a.d.ts': _, ...rest } = built;
    const { status, stderr } = prepack(rest);
    assert.equal(status, 1);
    assert.match(stderr, / {2}dist\/index\.d\.ts: dist\/lib\/a\.js\n$/);
  });

  it('passes over examples in comments', () => {
    const index = `/** Like \`import { b } from './b.js'\`. */\n${built['dist/index.js']}`;
    assert.equal(prepack({ ...built, 'dist/index.js': index }).status, 0);
  });

  it('runs before every package is packed', () => {
    for (const path of globSync('packages/*/package.json')) {
      const { scripts, private: isPrivate } = JSON.parse(readFileSync(path, 'utf8'));
      if (isPrivate) continue;
      assert.equal(scripts.prepack, 'node ../../scripts/release/refuse-without-build.mjs', path);
    }
  });
});
