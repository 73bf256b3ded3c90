import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
const page = readFileSync(new URL('../../test/readme-page.tsx', import.meta.url), 'utf8');

describe('README', () => {
  it('shows the page that is compiled, in at most 30 lines', () => {
    const [, shown = ''] = /```tsx\n([\s\S]*?)```/.exec(readme) ?? [];
    const lines = shown.split('\n');
    const stale = page.split('\n').find((line, index) => line !== lines[index]);
    expect(stale, 'the first line of the page that the README does not show').toBeUndefined();
    expect(shown).toBe(page);
    expect(page.trimEnd().split('\n').length).toBeLessThanOrEqual(30);
  });
});

describe('docs/crm-table.md', () => {
  it('shows a table of at most 50 lines', () => {
    const guide = readFileSync(new URL('../../../../docs/crm-table.md', import.meta.url), 'utf8');
    const [, shown = ''] = /```tsx\n([\s\S]*?)```/.exec(guide) ?? [];
    expect(shown).toContain('export function DealTable()');
    expect(shown.trimEnd().split('\n').length).toBeLessThanOrEqual(50);
  });
});
