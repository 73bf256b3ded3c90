import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runOnFixture } from '../lint/lint-fixture.mjs';

function check(text) {
  return runOnFixture('scripts/release/check-changesets.mjs', { '.changeset/some-change.md': text });
}

describe('check-changesets', () => {
  it('passes a changeset of one package', () => {
    const found = check("---\n'@closekit/client': patch\n---\n\nA fix.\n");
    assert.deepEqual(found, { status: 0, stdout: '1 pending changesets\n', stderr: '' });
  });

  it('refuses a changeset of two packages', () => {
    const { status, stderr } = check(
      "---\n'@closekit/client': patch\n'@closekit/react': minor\n---\n\nA fix.\n",
    );
    assert.equal(status, 1);
    assert.match(stderr, /^\.changeset\/some-change\.md names 2 packages\. Write one/);
  });

  it('refuses a changeset without a text', () => {
    const { status, stderr } = check("---\n'@closekit/client': patch\n---\n");
    assert.equal(status, 1);
    assert.match(stderr, /says nothing/);
  });
});
