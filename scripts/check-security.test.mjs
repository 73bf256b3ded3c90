import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runOnFixture } from './lint/lint-fixture.mjs';

const tests = [
  "it('holds', () => {});",
  "it.each(cases)('holds the user\\'s rule', () => {});",
  'it(\n  "says \'no\'", () => {});',
];
const files = { 'packages/a/src/a.ts': '', 'packages/a/test/a.test.ts': tests.join('\n') };

/** Checks a table with one row. */
function check(row) {
  const table = `| rule | held by | tested by |\n| --- | --- | --- |\n| ${row} |\n`;
  return runOnFixture('scripts/check-security.mjs', { ...files, 'docs/security.md': table });
}

describe('check-security', () => {
  it('passes rows whose file and tests exist, and rows with a reason', () => {
    const link = '[a.ts](../packages/a/src/a.ts)';
    const row = `1 | ${link} | \`a/test/a.test.ts › holds\`, \`a/test/a.test.ts › holds the user's rule\` |
| 2 | ${link} | \`a/test/a.test.ts › says 'no'\` |
| 3 | Not held: Close does not offer it | `;
    const stdout = '3 rules and attacks in docs/security.md, with 3 tests\n';
    assert.deepEqual(check(row), { status: 0, stdout, stderr: '' });
  });

  it('leaves other tables alone', () => {
    const found = runOnFixture('scripts/check-security.mjs', {
      'docs/security.md': '| a | b |\n|---|---|\n| 1 | 2 |\n',
    });
    assert.equal(found.status, 0);
  });

  it('refuses a file that does not exist', () => {
    const { status, stderr } = check('1 | [b.ts](../packages/a/src/b.ts) | `a/test/a.test.ts › holds`');
    assert.equal(status, 1);
    assert.equal(stderr, 'docs/security.md:3: ../packages/a/src/b.ts does not exist.\n');
  });

  it('refuses a test file that does not exist', () => {
    const { stderr } = check('1 | [a.ts](../packages/a/src/a.ts) | `a/test/b.test.ts › holds`');
    assert.equal(stderr, 'docs/security.md:3: packages/a/test/b.test.ts does not exist.\n');
  });

  it('refuses a test name that does not exist', () => {
    const { status, stderr } = check('1 | [a.ts](../packages/a/src/a.ts) | `a/test/a.test.ts › hold`');
    assert.equal(status, 1);
    assert.equal(stderr, 'docs/security.md:3: packages/a/test/a.test.ts has no test "hold".\n');
  });

  it('refuses a row without a test or without a file', () => {
    assert.match(check('1 | [a.ts](../packages/a/src/a.ts) | –').stderr, /names no test/);
    assert.match(
      check('1 | somewhere | `a/test/a.test.ts › holds`').stderr,
      /names no file that holds the rule/,
    );
    assert.match(check('1 | Not held: | ').stderr, /names no test/);
  });
});
