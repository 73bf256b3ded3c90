import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { cards } from './board.ts';
import { connect, expectNoSecretSent, test } from './example-test.ts';
import type { Run } from './example-test.ts';

/** Connects another browser, and waits until it receives live updates. */
async function connectOther(run: Run, path: string): Promise<Page> {
  const other = await (await run.visit()).newPage();
  const listens = other.waitForResponse(/\/api\/close\/events/);
  await connect(other, run, path);
  await listens;
  return other;
}

describe('Live updates', () => {
  test('show changes from another browser without a reload', async ({ page, run }) => {
    await connect(page, run);
    const rows = page.getByRole('region', { name: 'Lead list' }).getByRole('link');
    await rows.first().click();
    const article = page.getByRole('article');
    await article.getByRole('heading', { name: 'Timeline' }).waitFor();
    const name = await article.getByRole('heading', { level: 2 }).innerText();

    const other = await connectOther(run, new URL(page.url()).pathname);
    await other.getByRole('article').getByRole('heading', { name, level: 2 }).waitFor();
    const heading = await other.getByRole('article').getByRole('heading', { level: 2 }).elementHandle();

    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Name').fill('Live Bakery');
    await page.getByRole('button', { name: 'Save' }).click();
    await other.getByRole('article').getByRole('heading', { name: 'Live Bakery' }).waitFor();
    await other.getByRole('region', { name: 'Lead list' }).getByText('Live Bakery').waitFor();
    expect(await heading?.evaluate((element) => element.isConnected)).toBe(true);

    await page.getByLabel('New note').fill('They answered.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await other.getByRole('list', { name: 'Timeline' }).getByText('They answered.').waitFor();
    await other.context().close();
  });

  test('move a card on every open board', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    const other = await connectOther(run, '/opportunities');
    const first = cards(page, 'Discovery').first();
    const name = await first.getByRole('link').innerText();
    await other.getByRole('region', { name: 'Discovery' }).getByRole('link', { name }).first().waitFor();
    await first.getByRole('button', { name: `Move ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Move to Won' }).click();
    await cards(other, 'Won').first().getByRole('link', { name }).waitFor();
    await other.context().close();
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
