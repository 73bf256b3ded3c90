import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lintFixture } from './lint-fixture.mjs';

const alpha = 'packages/alpha/src';

/** Lints files of the package alpha, given by their path below `src`. */
function lint(files) {
  const paths = Object.entries(files).map(([path, lines]) => [`${alpha}/${path}`, lines.join('\n')]);
  return lintFixture(Object.fromEntries(paths)).toSorted();
}

/** Lints one file for each case, all of them in one run; each exports `a`. Returns the lines that are found. */
function lintPublic(cases) {
  const files = cases.map((lines, index) => [`lib/case-${index}.ts`, lines]);
  const door = files.map(([file], index) => `export { a as a${index} } from './${file}';`);
  const found = lint({ 'index.ts': door, ...Object.fromEntries(files) });
  return cases.map((_, index) =>
    found.flatMap((finding) => {
      const [, at, line] = /^public-docs lib\/case-(\d+)\.ts:(\d+)$/.exec(finding) ?? assert.fail(finding);
      return Number(at) === index ? [Number(line)] : [];
    }),
  );
}

describe('closekit/rooms', () => {
  it('finds every form of import that points up', () => {
    const found = lint({
      'lib/ground/a.ts': [
        "import { a } from '../upper/a.ts';",
        "export { b } from '../upper/a.ts';",
        "export * from '../upper/a.ts';",
        "export const load = () => import('../upper/a.ts');",
        'export const loadToo = () => import(`../upper/a.ts`);',
        "export type A = import('../upper/a.ts').A;",
        "import { c } from '../c.ts';",
        'export const all = [a, c];',
      ],
    });
    assert.deepEqual(
      found,
      [1, 2, 3, 4, 5, 6, 7].map((line) => `rooms lib/ground/a.ts:${line}`),
    );
  });

  it('passes over imports that point down, and over computed ones', () => {
    const found = lint({
      'lib/upper/a.ts': [
        "import { b } from '../ground/b.ts';",
        "import { c } from './c.ts';",
        "import type { Schema } from '../../generated/schema.ts';",
        'export const load = (name: string): Promise<unknown> => import(`../${name}.ts`);',
        'export const all: Schema[] = [b, c];',
      ],
      'index.ts': ["export { load } from './lib/upper/a.ts';"],
    });
    assert.deepEqual(
      found.filter((finding) => finding.startsWith('rooms')),
      [],
    );
  });

  it('finds imports of a door from behind it', () => {
    const found = lint({
      'lib/ground/a.ts': [
        "import { a } from '../../index.ts';",
        "import { b } from '../../extra.ts';",
        "import { c } from '../../generated/models.ts';",
        'export const all = [a, b, c];',
      ],
      'extra.ts': ["export { a } from './index.ts';"],
    });
    assert.deepEqual(found, [
      'rooms extra.ts:1',
      'rooms lib/ground/a.ts:1',
      'rooms lib/ground/a.ts:2',
      'rooms lib/ground/a.ts:3',
    ]);
  });

  it('finds a folder without a place', () => {
    const text = 'export const a = 1;';
    assert.deepEqual(lint({ 'lib/attic/a.ts': [text] }), ['rooms lib/attic/a.ts:1']);
    assert.deepEqual(lintFixture({ 'packages/beta/src/lib/attic/a.ts': text }), ['rooms lib/attic/a.ts:1']);
  });
});

describe('a run in the folder of a package', () => {
  it('finds the same', () => {
    const files = {
      'packages/alpha/src/index.ts': "export { a } from './lib/ground/a.ts';",
      'packages/alpha/src/spare.ts': "export { a } from '@closekit/alpha';",
      'packages/alpha/src/lib/ground/a.ts': "export { b } from '../upper/b.ts';\nexport const a = 1;",
    };
    assert.deepEqual(lintFixture(files, 'packages/alpha').toSorted(), [
      'file-places spare.ts:1',
      'package-imports spare.ts:1',
      'public-docs lib/ground/a.ts:2',
      'rooms lib/ground/a.ts:1',
    ]);
  });
});

describe('closekit/package-imports', () => {
  it('finds the package itself, a package above and a path out of the package', () => {
    const found = lint({
      'lib/ground/a.ts': [
        "import { a } from '@closekit/alpha';",
        "import { b } from '@closekit/alpha/extra';",
        "import { c } from '@closekit/gamma';",
        "import type { D } from '../../../../beta/src/index.ts';",
        "import { e } from '@closekit/beta';",
        "import { f } from '@closekit/beta/extra';",
        'export const all: D[] = [a, b, c, e, f];',
      ],
    });
    assert.deepEqual(
      found,
      [1, 2, 3, 4].map((line) => `package-imports lib/ground/a.ts:${line}`),
    );
  });

  it('finds a package without a place in the order', () => {
    const files = {
      'packages/delta/package.json': '{ "name": "@closekit/delta" }',
      'packages/delta/src/index.ts': "export { b } from '@closekit/beta';",
    };
    assert.deepEqual(
      lintFixture(files).filter((finding) => finding.startsWith('package')),
      ['package-imports index.ts:1'],
    );
  });
});

describe('closekit/file-places', () => {
  it('finds a file beside the doors that is none', () => {
    const found = lint({
      'spare.ts': ["export { a } from './lib/a.ts';"],
      'stores/spare.ts': ["export { a } from '../lib/a.ts';"],
      'cli.ts': ["export { a } from './lib/a.ts';"],
      'generated/schema.ts': ['export const a = 1;'],
      'spare.test-d.ts': ['export {};'],
    });
    assert.deepEqual(found, ['file-places spare.ts:1', 'file-places stores/spare.ts:1']);
  });

  it('finds a door that does more than re-export', () => {
    const found = lint({
      'index.ts': ["export { a } from './lib/a.ts';", 'export const b = 1;', "export * from './lib/a.ts';"],
    });
    assert.deepEqual(found, ['file-places index.ts:2', 'file-places index.ts:3', 'public-docs index.ts:2']);
  });

  it('does not take a folder of lib for tests because of its name', () => {
    assert.deepEqual(lint({ 'lib/ground/test/utils.ts': ['export const a = 1;'] }), [
      'file-places lib/ground/test/utils.ts:1',
    ]);
  });

  it('finds names that say nothing', () => {
    const names = ['index', 'helpers', 'util', 'utils', 'common', 'shared', 'types', 'constants'];
    const files = Object.fromEntries(names.map((name) => [`lib/ground/${name}.ts`, ['export const a = 1;']]));
    const expected = names.map((name) => `file-places lib/ground/${name}.ts:1`).toSorted();
    assert.deepEqual(lint(files), expected);
    assert.deepEqual(lintFixture({ 'apps/shop/src/parts/utils.tsx': 'export const a = 1;' }), [
      'file-places parts/utils.tsx:1',
    ]);
  });
});

describe('closekit/type-errors', () => {
  it('finds messages of another form', () => {
    const found = lint({
      'lib/a.ts': [
        "const literal = 'Wrong option.';",
        'export function assertAll(name: string, isOne: boolean, reason: string): never {',
        "  if (name === '1') throw new TypeError('The option is wrong.');",
        "  if (name === '2') throw new TypeError(name + ' is wrong, and must be right.');",
        "  if (name === '3') throw new TypeError(isOne ? 'a: `b` must be c.' : 'd must be e.');",
        "  if (name === '4') throw TypeError('f must be g.');",
        '  if (name === `5`) throw new TypeError(`${name}: is wrong.`);',
        '  if (name === `6`) throw new TypeError(`createX: \\`${name}\\` is wrong.`);',
        '  if (name === `7`) throw new TypeError(literal);',
        '  if (name === `8`) throw new TypeError();',
        "  if (name === '9') throw new globalThis.TypeError('h must be i.');",
        "  if (name === '10') throw new TypeError(reason ?? 'j must be k.');",
        "  throw new TypeError(name.concat(': is wrong.'));",
        '}',
      ],
    });
    const lines = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    assert.deepEqual(found, lines.map((line) => `type-errors lib/a.ts:${line}`).toSorted());
  });

  it('passes over the form, and over what cannot be read here', () => {
    const found = lint({
      'lib/a.ts': [
        "const form = 'a URL';",
        'export function assertAll(caller: string, option: string, problem: string): never {',
        "  if (option === '1') throw new TypeError('createX: `a` must be b.');",
        '  if (option === `2`) throw new TypeError(`${caller}: \\`${option}\\` must be ${form}.`);',
        '  if (option === `3`) throw new TypeError(`${caller}.set: \\`a\\` must be b.`);',
        "  if (option === '4') throw new TypeError('createX: `a` ' + 'must be ' + form);",
        '  if (option === `5`) throw new TypeError(`${caller}: ${problem}`);',
        "  if (option === '6') throw new TypeError(caller + ': `a` must be b.');",
        '  throw new TypeError(problem);',
        '}',
      ],
    });
    assert.deepEqual(found, []);
  });
});

describe('closekit/public-docs', () => {
  it('finds a public name without a comment, however it is exported', () => {
    const cases = [
      ['export const a = 1;'],
      ['const a = 1;', 'export { a };'],
      ['const b = 1;', 'export { b as a };'],
      ['export const b = 1, a = 2;'],
      ['export const { a } = list;'],
      ['export enum a {}'],
      ['/** Fine. */', 'export const a = 1;'],
    ];
    assert.deepEqual(lintPublic(cases), [[1], [1], [1], [1], [1], [1], []]);
  });

  it('finds a public name behind a star', () => {
    const found = lint({ 'index.ts': ["export * from './lib/a.ts';"], 'lib/a.ts': ['export const a = 1;'] });
    assert.deepEqual(found, ['file-places index.ts:1', 'public-docs lib/a.ts:1']);
  });

  it('finds missing tags of functions, however they are written', () => {
    const functions = [
      'export function a(b: number): void {}',
      'export function a(): number { return 1; }',
      'export const a = (b: number): void => {};',
      'export const a = (): number => 1;',
      'export const a = function (b: number): void {};',
      'export const a: (b: number) => void = use;',
      'export type a = (b: number) => void;',
    ];
    const cases = functions.map((text) => ['/** Adds. */', text]);
    assert.deepEqual(lintPublic(cases), [[2], [2], [2], [2], [2], [2], [2]]);
  });

  it('finds a @param that names no parameter', () => {
    const functions = [
      'export function a(b: number): void {}',
      'export function a(b: number, c: number): void {}',
      'export function a(): void {}',
      'export function a({ b }: { b: number }): void {}',
      'export function a(c = 1): void {}',
      'export function a(...c: number[]): void {}',
    ];
    const cases = functions.map((text) => ['/**', ' * Adds.', ' *', ' * @param c - It.', ' */', text]);
    assert.deepEqual(lintPublic(cases), [[6], [6], [6], [], [], []]);
  });

  it('finds members without a comment', () => {
    const declarations = [
      ['export interface a {', '  b: number;', '}'],
      ['export type a = {', '  b: number;', '};'],
      ['export type a = number | {', '  b: number;', '};'],
      ['export type a =', '  /** A number. */', '  | { b: number }', '  | { c: number };'],
      ['export interface a {', '  /** Adds. */', '  b: (c: number) => number;', '}'],
      ['export interface a {', '  /** @param d - It. */', '  b: (c: number) => number;', '}'],
      ['export class a {', '  b = 1;', '}'],
      ['export class a {', '  b(): void {}', '}'],
      ['export class a {', '  constructor(b: number) {}', '}'],
      ['export class a {', '  /** Adds. */', '  b(c: number): void {}', '}'],
      ['export class a {', '  #b = 1;', '  private c = 1;', '  protected d = 1;', '  override e = 1;', '}'],
    ];
    const cases = declarations.map((lines) => ['/** A thing. */', ...lines]);
    assert.deepEqual(lintPublic(cases), [[3], [3], [3], [5], [], [4], [3], [3], [3], [4], []]);
  });
});

describe('closekit/camel-case-constants', () => {
  it('finds constants, destructured names, parameters and enum members', () => {
    const found = lint({
      'lib/a.ts': [
        'const MAX_SIZE = 1;',
        'const { REDIS_URL, a: { DATABASE_URL = 1 }, ...REST_OF_ALL } = process.env;',
        'const [FIRST_ONE] = list;',
        'function read({ API_KEY }) { return API_KEY; }',
        'enum Level { TOO_HIGH, low }',
      ],
    });
    assert.deepEqual(
      found,
      [1, 2, 2, 2, 3, 4, 5].map((line) => `camel-case-constants lib/a.ts:${line}`),
    );
  });

  it('passes over names that others have chosen', () => {
    const found = lint({
      'lib/a.ts': [
        "import { MAX_SIZE } from 'other';",
        'const { API_KEY: apiKey } = process.env;',
        'use(MAX_SIZE, apiKey, { A_B: 1 });',
      ],
    });
    assert.deepEqual(found, []);
  });
});

describe('closekit/doc-comments', () => {
  it('finds comments of another form', () => {
    const found = lint({
      'lib/a.ts': [
        '/** no sentence */',
        'export const a = 1;',
        '/** @param b The number. */',
        '/** @param {number} b - The number. */',
        '/** @returns the number */',
        '/** @throws when it is wrong */',
        '/** @return The number. */',
        '/** @exception TypeError when it is wrong. */',
        '/** @param b - The number. */',
      ],
    });
    assert.deepEqual(
      found,
      [1, 3, 4, 5, 6, 7, 8].map((line) => `doc-comments lib/a.ts:${line}`),
    );
  });

  it('runs over our scripts, where tags name the types', () => {
    assert.deepEqual(
      lintFixture({ 'scripts/b.mjs': '/** @param {number} b - The number. */\nrun();\n' }),
      [],
    );
    assert.deepEqual(lintFixture({ 'scripts/c.mjs': '/** @param {number} b the number */\nrun();\n' }), [
      'doc-comments scripts/c.mjs:1',
    ]);
    assert.deepEqual(lintFixture({ 'scripts/a.mjs': '/** no sentence */\nrun();\n' }), [
      'doc-comments scripts/a.mjs:1',
    ]);
  });
});

describe('max-lines-per-function', () => {
  it('counts comments and blank lines of product code', () => {
    const lines = ['export function a(): void {', ...Array.from({ length: 60 }, () => '  // Why.'), '}'];
    const tooLong = lines.join('\n');
    assert.deepEqual(lint({ 'lib/a.ts': lines }), ['max-lines-per-function lib/a.ts:1']);
    assert.deepEqual(lintFixture({ 'apps/shop/src/a.ts': tooLong }), ['max-lines-per-function a.ts:1']);
    assert.deepEqual(lintFixture({ 'scripts/a.mjs': tooLong.replace(': void', '') }), [
      'max-lines-per-function scripts/a.mjs:1',
    ]);
    assert.deepEqual(lintFixture({ 'packages/alpha/test/a.test.ts': tooLong }), []);
  });
});
