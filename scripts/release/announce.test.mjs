import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';

const script = join(import.meta.dirname, 'announce.mjs');

/** Stands in for `gh`: writes down its arguments, and knows the release pages that are passed. */
const standIn = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const args = process.argv.slice(2);
appendFileSync('calls.jsonl', JSON.stringify(args) + '\\n');
if (args[1] === 'view' && !process.env.EXISTING.split(',').includes(args[2])) process.exit(1);
`;

const tarball = 'a tarball';
const integrity = `sha256-${createHash('sha256').update(tarball).digest('base64')}`;

function announce({ version, existing = '', changed = tarball }) {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-announce-'));
  const release = { kind: 'publish', name: '@closekit/alpha', version, tag: 'latest', access: 'public' };
  const plan = [[{ ...release, tarball: { path: 'packages/a.tgz', integrity } }]];
  const files = {
    'packed/publish-plan.json': JSON.stringify({ version: 1, plan }),
    'packed/packages/a.tgz': changed,
    'packages/alpha/CHANGELOG.md': `# @closekit/alpha\n\n## ${version}\n\n- New.\n\n## 0.0.9\n\n- Old.\n`,
    'calls.jsonl': '',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, 'gh'), standIn, { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${folder}:${process.env.PATH}`,
    EXISTING: existing,
    GITHUB_SHA: 'abc',
  };
  try {
    execFileSync(process.execPath, [script, 'packed'], { cwd: folder, env, stdio: 'pipe' });
    const calls = readFileSync(join(folder, 'calls.jsonl'), 'utf8').trim().split('\n');
    return calls.map((line) => JSON.parse(line)).filter(([, verb]) => verb === 'create');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('announce', () => {
  it('creates a release page with the newest entry of the changelog', () => {
    const tag = '@closekit/alpha@0.1.0';
    assert.deepEqual(announce({ version: '0.1.0' }), [
      ['release', 'create', tag, '--title', tag, '--notes', '- New.', '--target', 'abc'],
    ]);
  });

  it('marks a pre-release', () => {
    const [call] = announce({ version: '0.1.0-next.0' });
    assert.equal(call.at(-1), '--prerelease');
  });

  it('leaves a page that exists', () => {
    assert.deepEqual(announce({ version: '0.1.0', existing: '@closekit/alpha@0.1.0' }), []);
  });

  it('refuses a tarball that has changed since it was packed', () => {
    assert.throws(
      () => announce({ version: '0.1.0', changed: 'another' }),
      /has changed since it was packed/,
    );
  });
});
