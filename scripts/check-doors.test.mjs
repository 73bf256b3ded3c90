import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runOnFixture } from './lint/lint-fixture.mjs';

const manifest = JSON.stringify({ exports: { '.': { '@closekit/source': './src/index.ts' } } });

/** Checks two packages, each with one door. */
function check({ alpha, beta, files = {} }) {
  return runOnFixture('scripts/check-doors.mjs', {
    'packages/alpha/package.json': manifest,
    'packages/beta/package.json': manifest,
    'packages/alpha/src/index.ts': alpha,
    'packages/beta/src/index.ts': beta,
    ...files,
  });
}

describe('check-doors', () => {
  it('passes when every name has one meaning', () => {
    const found = check({
      alpha: "export { a, b as c } from './lib/a.ts';",
      beta: "export { b } from './lib/b.ts';\nexport type { B } from './lib/b.ts';",
      files: {
        'packages/alpha/src/lib/a.ts': 'export const a = 1;\nexport const b = 2;\n',
        'packages/beta/src/lib/b.ts': 'const b = 1;\nexport interface B {}\nexport { b };\n',
      },
    });
    assert.deepEqual(found, { status: 0, stdout: '4 public names behind 2 doors\n', stderr: '' });
  });

  it('finds a name with two meanings', () => {
    const { status, stderr } = check({
      alpha: "export { x as name } from './lib/x.ts';",
      beta: "export { name } from './lib/x.ts';",
      files: {
        'packages/alpha/src/lib/x.ts': 'export const x = 1;\n',
        'packages/beta/src/lib/x.ts': 'export const name = 1;\n',
      },
    });
    assert.equal(status, 1);
    assert.equal(
      stderr,
      'name has more than one meaning: packages/alpha/src/lib/x.ts#x, packages/beta/src/lib/x.ts#name\n',
    );
  });

  it('finds a name with two meanings behind comments in the list', () => {
    const { status, stderr } = check({
      alpha: "export {\n  // Two, with a comma.\n  /* and */ name,\n} from './lib/x.ts';",
      beta: "export { name } from './lib/x.ts';",
      files: {
        'packages/alpha/src/lib/x.ts': 'export const name = 1;\n',
        'packages/beta/src/lib/x.ts': 'export const name = 1;\n',
      },
    });
    assert.equal(status, 1);
    assert.match(stderr, /^name has more than one meaning/);
  });

  it('wants the same names behind a door and its twin for production', () => {
    const doors = {
      './tools': { '@closekit/source': './src/tools.ts' },
      './tools/production': { '@closekit/source': './src/tools/production.ts' },
    };
    const checkTwins = (production) =>
      check({
        alpha: '',
        beta: '',
        files: {
          'packages/beta/package.json': JSON.stringify({ exports: doors }),
          'packages/beta/src/tools.ts': "export { name } from './lib/gate.ts';",
          'packages/beta/src/tools/production.ts': `export { ${production} } from '../lib/x.ts';`,
          'packages/beta/src/lib/gate.ts': 'export const name = 1;\n',
          'packages/beta/src/lib/x.ts': 'export const name = 2;\nexport const other = 3;\n',
        },
      });
    assert.equal(checkTwins('name').stderr, '');
    const unequal =
      'packages/beta/src/tools/production.ts must have the names of packages/beta/src/tools.ts.\n';
    assert.equal(checkTwins('name, other').stderr, unequal);
  });

  it('finds an export by star, and the names behind it', () => {
    const { status, stdout, stderr } = check({
      alpha: "export * from './lib/x.ts';",
      beta: 'export const name = 1;',
      files: {
        'packages/alpha/src/lib/x.ts': "export type * from './y.ts';\nexport enum level {}\n",
        'packages/alpha/src/lib/y.ts': 'export abstract class name {}\n',
      },
    });
    assert.equal(status, 1);
    assert.equal(stdout, '2 public names behind 2 doors\n');
    assert.deepEqual(stderr.split('\n'), [
      'name has more than one meaning: packages/alpha/src/lib/y.ts#name, packages/beta/src/index.ts#name',
      'packages/alpha/src/index.ts has an "export *". Export by name.',
      '',
    ]);
  });

  it('finds a folder with more than 20 source files', () => {
    const names = Array.from({ length: 21 }, (_, index) => `packages/alpha/src/lib/room/a${index}.ts`);
    const tests = { 'packages/beta/src/lib/a.test.ts': '', 'packages/beta/src/lib/a.test-d.ts': '' };
    const files = { ...Object.fromEntries(names.map((name) => [name, ''])), ...tests };
    const { status, stderr } = check({ alpha: '', beta: '', files });
    assert.equal(status, 1);
    assert.equal(
      stderr,
      'packages/alpha/src/lib/room holds 21 source files; 20 are the most. Build a wall.\n',
    );
  });
});
