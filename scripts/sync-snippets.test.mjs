import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runOnFixture } from './lint/lint-fixture.mjs';

/** Checks a README with one snippet. */
function check(snippet) {
  return runOnFixture('scripts/sync-snippets.mjs --check', {
    'README.md': `# Title\n\n<!-- snippet: a.ts#one -->\n\n\`\`\`ts\n${snippet}\n\`\`\`\n`,
    'CONTRIBUTING.md': '',
    'a.ts': '// #region one\nconst a = 1;\nconst b = 2;\n// #endregion\n',
  });
}

describe('sync-snippets --check', () => {
  it('passes over a snippet that is compiled', () => {
    assert.equal(check('const a = 1;\nconst b = 2;').status, 0);
  });

  it('prints the file and the first line that differs', () => {
    const { status, stderr } = check('const a = 1;\nconst b = 3;');
    assert.equal(status, 1);
    assert.deepEqual(stderr.split('\n'), [
      'README.md:7: this snippet is stale.',
      '  README:   const b = 3;',
      '  compiled: const b = 2;',
      'Run "pnpm snippets".',
      '',
    ]);
  });
});
