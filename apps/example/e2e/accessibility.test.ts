import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { cards } from './board.ts';
import { connect, test } from './example-test.ts';

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

/** Expects no violations in the page, wide and narrow, light and dark. */
async function expectAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const size of [wide, narrow]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      // Dark colours can change contrast only, so the other rules run once.
      const violations = await violationsIn(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      found.push(...violations.map((text) => `${size.width} ${colorScheme} ${text}`));
    }
  }
  await page.setViewportSize(wide);
  expect(found).toEqual([]);
}

/** Returns the violations of the rules, by default of all rules. */
async function violationsIn(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  // Evaluated over the debugger, because the policy of the page blocks foreign scripts.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source);
  const options = JSON.stringify({ resultTypes: ['violations'], ...(rules && { runOnly: rules }) });
  const { violations } = await page.evaluate<AxeResult>(`axe.run(document, ${options})`);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

describe('Accessibility', () => {
  test('axe finds nothing before and after connecting, in the list and in a lead', async ({ page, run }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    await expectAccessible(page);
    // Proves that axe works: it finds a button without a name.
    await page.evaluate('document.body.append(document.createElement("button"))');
    expect(await violationsIn(page, undefined)).toEqual([expect.stringContaining('button-name')]);
    await connect(page, run);
    const rows = page.getByRole('region', { name: 'Lead list' }).getByRole('link');
    await rows.nth(3).waitFor();
    await expectAccessible(page);
    await rows.nth(3).click();
    await page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first().waitFor();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('form', { name: 'Edit lead' }).waitFor();
    await expectAccessible(page);
  });

  test('axe finds nothing on the board, in its menu and in the forecast', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    const card = cards(page, 'Discovery').first();
    await card.waitFor();
    await expectAccessible(page);
    await card.getByRole('button', { name: /^Move/ }).click();
    await page.getByRole('menu').waitFor();
    expect(await violationsIn(page, undefined)).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Forecast' }).click();
    await page.getByRole('table').first().waitFor();
    await expectAccessible(page);
  });

  test('axe finds nothing on the connection screen, also with a lost connection', async ({ page, run }) => {
    await connect(page, run, '/connection');
    await page.getByRole('button', { name: 'Expire token now' }).click();
    await page.getByRole('log').getByText('The server refreshed the token.').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Revoke at Close' }).click();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor();
    await expectAccessible(page);
  });

  test('no screen breaks the content security policy, and no error goes uncaught', ({ run }) => {
    expect(run.complaints).toEqual([]);
  });
});
