import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const script = join(import.meta.dirname, 'publish.mjs');

/** Stands in for npm: knows the published versions, and refuses one package. */
const standIn = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const [verb, what, ...rest] = process.argv.slice(2);
if (verb === 'view') {
  if (process.env.PUBLISHED.split(',').includes(what)) console.log('"0.1.0"');
  else process.exitCode = (console.error('npm error code ' + process.env.MISSING), 1);
} else {
  appendFileSync('calls.txt', [what, ...rest].join(' ') + '\\n');
  if (what.includes(process.env.REFUSED)) process.exitCode = 1;
}
`;

const integrity = `sha256-${createHash('sha256').update('a tarball').digest('base64')}`;
const releaseOf = (name, version) => ({
  kind: 'publish',
  name: `@closekit/${name}`,
  version,
  tag: 'latest',
  access: 'public',
  tarball: { path: `packages/${name}.tgz`, integrity },
});

function publish({ args = [], version = '0.1.0', published = '', refused = 'none', missing = 'E404' }) {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-publish-'));
  mkdirSync(join(folder, 'packed', 'packages'), { recursive: true });
  for (const name of ['alpha', 'beta'])
    writeFileSync(join(folder, 'packed', 'packages', `${name}.tgz`), 'a tarball');
  const plan = [[releaseOf('alpha', version)], [releaseOf('beta', version)]];
  writeFileSync(join(folder, 'packed', 'publish-plan.json'), JSON.stringify({ version: 1, plan }));
  writeFileSync(join(folder, 'calls.txt'), '');
  writeFileSync(join(folder, 'npm'), standIn, { mode: 0o755 });
  const stand = { PUBLISHED: published, REFUSED: refused, MISSING: missing };
  const env = { ...process.env, ...stand, PATH: `${folder}:${process.env.PATH}` };
  try {
    const options = { cwd: folder, env, encoding: 'utf8' };
    const { status, stderr } = spawnSync(process.execPath, [script, 'packed', ...args], options);
    const calls = readFileSync(join(folder, 'calls.txt'), 'utf8').split('\n').filter(Boolean);
    return { status, stderr, calls };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const call = (name, tag = 'latest') =>
  `${join('packed', 'packages', name)}.tgz --access public --tag ${tag} --loglevel warn`;

describe('publish', () => {
  it('publishes the tarballs in the order of the plan', () => {
    assert.deepEqual(publish({}).calls, [call('alpha'), call('beta')]);
  });

  it('publishes under another tag', () => {
    assert.deepEqual(publish({ args: ['--tag', 'try'] }).calls[0], call('alpha', 'try'));
  });

  it('publishes nothing in a dry run', () => {
    assert.deepEqual(publish({ args: ['--dry-run'] }), { status: 0, stderr: '', calls: [] });
  });

  it('passes over what is published already', () => {
    assert.deepEqual(publish({ published: '@closekit/alpha@0.1.0' }).calls, [call('beta')]);
  });

  it('stops when a package is refused', () => {
    const { status, stderr, calls } = publish({ refused: 'alpha' });
    assert.deepEqual([status, calls], [1, [call('alpha')]]);
    assert.match(stderr, /@closekit\/alpha@0\.1\.0 was not published\. Run this again/);
  });

  it('stops when the registry does not answer', () => {
    const { status, stderr, calls } = publish({ missing: 'E503' });
    assert.deepEqual([status, calls], [1, []]);
    assert.match(stderr, /does not say whether @closekit\/alpha@0\.1\.0 exists/);
  });

  it('refuses a version that was never made', () => {
    const { status, stderr, calls } = publish({ version: '0.0.0' });
    assert.deepEqual([status, calls], [1, []]);
    assert.match(stderr, /0\.0\.0 is not a release/);
  });
});
