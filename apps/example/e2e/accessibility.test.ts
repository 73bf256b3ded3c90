import axe from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { cards } from './board.ts';
import { connect, test } from './example-test.ts';

const wide = { width: 1280, height: 800 };
const narrow = { width: 390, height: 844 };

/** Looks at the page wide and narrow, light and dark, and expects nothing to complain about. */
async function expectAccessible(page: Page): Promise<void> {
  const found: string[] = [];
  for (const size of [wide, narrow]) {
    await page.setViewportSize(size);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const violations = await violationsIn(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
      found.push(...violations.map((text) => `${size.width} ${colorScheme} ${text}`));
    }
  }
  await page.setViewportSize(wide);
  expect(found).toEqual([]);
}

/** The dark colours change nothing but contrast, so that alone is looked at again. */
async function violationsIn(page: Page, rules: readonly string[] | undefined): Promise<string[]> {
  // Evaluated over the debugger: the page's own policy lets no foreign script in.
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
    // That the look is a real one: a button without a name is found.
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

  test('axe finds nothing where the connection is shown, also when it is lost', async ({ page, run }) => {
    await connect(page, run, '/connection');
    await page.getByRole('button', { name: 'Expire token now' }).click();
    await page.getByRole('log').getByText('The server renewed the token.').first().waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Revoke at Close' }).click();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor();
    await expectAccessible(page);
  });

  test('no screen breaks the content security policy, and no error goes uncaught', ({ run }) => {
    expect(run.complaints).toEqual([]);
  });
});
