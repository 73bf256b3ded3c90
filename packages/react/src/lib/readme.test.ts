import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const page = readFileSync(new URL('../../test/readme-page.tsx', import.meta.url), 'utf8');

describe('README', () => {
  it('shows the page that is compiled, in at most 30 lines', () => {
    expect(readme).toContain('```tsx\n' + page + '```');
    expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });
});
