import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { inspectPackage } from './inspect-package.mjs';

const manifest = {
  name: '@closekit/alpha',
  description: 'Alpha',
  keywords: ['close'],
  homepage: 'https://example.com',
  bugs: 'https://example.com',
  license: 'MIT',
  author: 'CloseKit contributors',
  repository: 'https://example.com',
  engines: { node: '>=20.19' },
  publishConfig: { access: 'public', provenance: true },
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
  dependencies: { hono: '^4.0.0' },
  peerDependencies: { react: '^19.0.0', pg: '*' },
  peerDependenciesMeta: { pg: { optional: true } },
};

const complete = {
  'package.json': JSON.stringify(manifest),
  'README.md': '',
  LICENSE: '',
  'dist/index.js': '',
  'dist/index.d.ts': 'export declare class AlphaError extends Error {\n  readonly code: string;\n}\n',
};

function inspect(files) {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-inspect-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return inspectPackage(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const withManifest = (changes) => ({
  ...complete,
  'package.json': JSON.stringify({ ...manifest, ...changes }),
});

describe('inspectPackage', () => {
  it('finds nothing in a complete package', () => {
    assert.deepEqual(inspect(complete), []);
  });

  it('finds a file that is missing in the tarball', () => {
    const { 'dist/index.js': _, LICENSE: __, ...rest } = complete;
    assert.deepEqual(inspect(rest), [
      'is not complete: package.json: ./dist/index.js is missing.',
      'has no LICENSE.',
    ]);
  });

  it('finds a field that readers of the registry miss', () => {
    assert.deepEqual(inspect(withManifest({ homepage: undefined })), ['does not say its homepage.']);
  });

  it('finds a pinned dependency', () => {
    assert.deepEqual(inspect(withManifest({ dependencies: { hono: '4.0.0' } })), [
      'depends on hono 4.0.0, which is no caret range.',
    ]);
  });

  it('finds an optional peer that refuses apps', () => {
    assert.deepEqual(inspect(withManifest({ peerDependencies: { pg: '^8.0.0' } })), [
      'refuses apps with another pg than ^8.0.0, which is optional.',
    ]);
  });

  it('finds a package that would be published without provenance', () => {
    assert.deepEqual(inspect(withManifest({ publishConfig: { access: 'public' } })), [
      'is not published in public with provenance.',
    ]);
  });

  it('finds a private field in a public error', () => {
    const text = 'export declare class AlphaError extends Error {\n  #private;\n}\n';
    assert.deepEqual(inspect({ ...complete, 'dist/index.d.ts': text }), [
      'dist/index.d.ts has "#private", which differs in every copy.',
    ]);
  });

  it('finds a private member in a public error', () => {
    const text = 'export declare class AlphaError extends Error {\n  private readonly secret;\n}\n';
    assert.match(inspect({ ...complete, 'dist/index.d.ts': text })[0], /has "private readonly", which/);
  });

  it('passes over a class that no door exports', () => {
    const files = { 'dist/lib/call.d.ts': 'declare class Call {\n  #private;\n}\nexport { Call };\n' };
    assert.deepEqual(inspect({ ...complete, ...files }), []);
  });

  it('finds a unique symbol', () => {
    const text = 'declare const brand: unique symbol;\nexport interface Alpha {\n  [brand]: true;\n}\n';
    assert.match(inspect({ ...complete, 'dist/index.d.ts': text })[0], /has "unique symbol", which/);
  });
});
