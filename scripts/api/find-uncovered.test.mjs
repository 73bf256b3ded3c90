import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { findUncovered } from './find-uncovered.mjs';
import { writeReport } from './report-text.mjs';

const report = (declaration) =>
  writeReport('@closekit/alpha', {
    exports: new Map([['a', declaration]]),
    inner: new Map(),
    generated: new Map(),
  });
const one = report('function a(): void;');
const another = report('function a(b: string): void;');
const more = report('function a(): void;\nfunction a(b: string): void;');

/** The problems of a package whose reports are those, with a pending changeset of a kind. */
function problems({ released, current, kind, version = '0.1.0' }) {
  const root = mkdtempSync(join(tmpdir(), 'closekit-api-'));
  const from = process.cwd();
  const folder = join(root, 'packages', 'alpha');
  const files = { [join(folder, 'api', 'index.md')]: current };
  if (released) files[join(folder, 'api', 'released', 'index.md')] = released;
  if (kind) files[join(root, '.changeset', 'x.md')] = `---\n'@closekit/alpha': ${kind}\n---\n\nA change.\n`;
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    process.chdir(root);
    return findUncovered([{ folder, manifest: { name: '@closekit/alpha', version } }]);
  } finally {
    process.chdir(from);
    rmSync(root, { recursive: true });
  }
}

describe('findUncovered', () => {
  it('passes an API that has not changed', () => {
    assert.deepEqual(problems({ released: one, current: one }), []);
  });

  it('refuses a change without a changeset', () => {
    assert.deepEqual(problems({ released: one, current: more }), [
      '@closekit/alpha: its API has changed since the last release (a). Add a changeset: patch or more.',
    ]);
  });

  it('passes a compatible change with a patch', () => {
    assert.deepEqual(problems({ released: one, current: more, kind: 'patch' }), []);
  });

  it('refuses a breaking change with a patch', () => {
    assert.deepEqual(problems({ released: one, current: another, kind: 'patch' }), [
      '@closekit/alpha: its API breaks users since the last release (a). Add a changeset: minor or more.',
    ]);
  });

  it('passes a breaking change with a minor in 0.x, and only with a major after that', () => {
    const change = { released: one, current: another, kind: 'minor' };
    assert.deepEqual(problems(change), []);
    assert.equal(problems({ ...change, version: '1.2.0' }).length, 1);
  });

  it('refuses a first release without a changeset', () => {
    assert.equal(problems({ current: one }).length, 1);
  });
});
