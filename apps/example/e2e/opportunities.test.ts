import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { boardIsThere, cards, column } from './board.ts';
import { connect, expectNoSecretSent, holdBack, open, test } from './example-test.ts';
import type { Run } from './example-test.ts';

async function openBoard(page: Page, run: Run): Promise<string> {
  await connect(page, run, '/opportunities');
  await boardIsThere(page);
  return cards(page, 'Discovery').first().getByRole('link').innerText();
}

/** Delays the cards of the second stage until all others are there. */
async function delaySecondStage(page: Page): Promise<void> {
  let asked = 0;
  await page.route(/\/opportunity\/\?.*_limit=15/, async (route) => {
    asked += 1;
    if (asked === 2) await cards(page, 'Lost').first().waitFor();
    await route.continue();
  });
}

/** Number of opportunities in the head of a stage. */
const count = async (page: Page, stage: string): Promise<number> =>
  Number.parseInt(await column(page, stage).locator('header span').first().innerText(), 10);

const focusedLabel = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));

/** The focused card and its stage. */
const focusedCard = (page: Page) =>
  page.evaluate(() => [
    document.activeElement?.closest('[role="row"]')?.querySelector('a')?.textContent,
    document.activeElement?.closest('section')?.querySelector('h2')?.textContent,
  ]);

const topCard = (page: Page, stage: string, name: string) =>
  cards(page, stage).first().getByRole('link', { name });

describe('Opportunities', () => {
  test('shows a column for each stage of the pipeline, with count and value', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    const columns = page.getByRole('region', { name: 'Stages of Sales' }).getByRole('region');
    await boardIsThere(page);
    const titles = await columns.getByRole('heading', { level: 2 }).allInnerTexts();
    expect(titles).toEqual(['Discovery', 'Proposal', 'Negotiation', 'Won', 'Lost']);
    const texts = await columns.getByRole('paragraph').filter({ hasText: 'a year' }).allInnerTexts();
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toMatch(/^\$[\d,]+(\.\d\d)? a year$/);
  });

  test('shows more of a stage on demand', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    const discovery = page.getByRole('region', { name: 'Discovery' });
    await discovery.getByRole('button', { name: /^Show 15 of \d+ more$/ }).click();
    await expect.poll(() => discovery.getByRole('link').count()).toBe(30);
  });

  test('switches the pipeline and keeps it in the address', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    await page.getByRole('button', { name: /Pipeline$/ }).click();
    await page.getByRole('option', { name: 'Renewals' }).click();
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
  });

  test('opens the lead of an opportunity', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    const card = page.getByRole('region', { name: 'Proposal' }).getByRole('link').first();
    const name = await card.innerText();
    await card.click();
    await page.getByRole('heading', { name, level: 2 }).waitFor();
  });

  test('shows which stage could not be loaded, shows the others, and retries', async ({ page, run }) => {
    await connect(page, run);
    run.sandbox.faults.next({ path: '/api/v1/opportunity/', status: 500, body: '<h1>Oops</h1>' });
    await open(page, 'Opportunities');
    await page.getByRole('alert').getByText('could not be loaded.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('moves a card by drag, with the totals of both stages and of the pipeline', async ({ page, run }) => {
    const name = await openBoard(page, run);
    const before = { from: await count(page, 'Discovery'), to: await count(page, 'Won') };
    const openValue = () => page.getByRole('term').filter({ hasText: 'Open' }).locator('..').innerText();
    const value = await openValue();
    await cards(page, 'Discovery').first().dragTo(cards(page, 'Won').first());
    await topCard(page, 'Won', name).waitFor();
    await expect.poll(() => count(page, 'Discovery')).toBe(before.from - 1);
    await expect.poll(() => count(page, 'Won')).toBe(before.to + 1);
    await expect.poll(openValue).not.toBe(value);
    await expect
      .poll(() => run.sandbox.requests.filter(({ method }) => method === 'PUT').at(-1)?.status)
      .toBe(200);
    await page.reload();
    await expect.poll(() => count(page, 'Won')).toBe(before.to + 1);
  });

  test('moves a card with the keyboard alone, and the focus goes with it', async ({ page, run }) => {
    await delaySecondStage(page);
    const name = await openBoard(page, run);
    const { keyboard } = page;
    await cards(page, 'Discovery').first().focus();
    await keyboard.press('ArrowRight');
    const handle = page.getByRole('button', { name: `Drag ${name}` }).first();
    await expect.poll(() => handle.evaluate((button) => button === document.activeElement)).toBe(true);
    await keyboard.press('Enter');
    await expect.poll(() => focusedLabel(page)).toContain('Drop on');
    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await topCard(page, 'Negotiation', name).waitFor();
    await expect.poll(() => focusedCard(page)).toEqual([name, 'Negotiation']);
  });

  test('moves a card by its menu, and announces its new stage', async ({ page, run }) => {
    const name = await openBoard(page, run);
    await cards(page, 'Discovery')
      .first()
      .getByRole('button', { name: `Move ${name}` })
      .press('Enter');
    await page.getByRole('menuitem', { name: 'Move to Negotiation' }).press('Enter');
    await topCard(page, 'Negotiation', name).waitFor();
    await page.getByText(`${name} is in Negotiation.`).waitFor({ state: 'attached' });
    await expect.poll(() => focusedCard(page)).toEqual([name, 'Negotiation']);
  });

  test('moves a card back when Close refuses, without undoing another move', async ({ page, run }) => {
    const name = await openBoard(page, run);
    const before = await count(page, 'Discovery');
    const card = cards(page, 'Discovery').first();
    const body = { errors: ['This opportunity is locked.'], 'field-errors': {} };
    const path = `/api/v1/opportunity/${await card.getAttribute('data-key')}/`;
    run.sandbox.faults.next({ path, method: 'PUT', status: 400, body });
    const answers = await holdBack(page, '**/api/v1/opportunity/*/');
    await card.dragTo(cards(page, 'Won').first());
    await topCard(page, 'Won', name).waitFor();
    const other = await cards(page, 'Discovery').first().getByRole('link').innerText();
    await cards(page, 'Discovery').first().dragTo(cards(page, 'Lost').first());
    await topCard(page, 'Lost', other).waitFor();
    answers.release();
    await page.getByRole('alert').getByText(`${name} was not moved and is back in Discovery.`).waitFor();
    await page.getByRole('alert').getByText('This opportunity is locked.').waitFor();
    await topCard(page, 'Lost', other).waitFor();
    await expect.poll(() => count(page, 'Discovery')).toBe(before - 1);
  });

  test('shows the forecast as charts and as tables', async ({ page, run }) => {
    await openBoard(page, run);
    const expected = await page.getByRole('term').filter({ hasText: 'Expected' }).locator('..').innerText();
    await page.getByRole('tab', { name: 'Forecast' }).click();
    await page.getByRole('figure').first().locator('svg .recharts-bar-rectangle').first().waitFor();
    const table = page.getByRole('table').first();
    const stages = ['Discovery', 'Proposal', 'Negotiation', 'Won', 'Lost'];
    await expect.poll(() => table.getByRole('rowheader').allInnerTexts()).toEqual(stages);
    await expect.poll(() => page.getByRole('table').nth(1).getByRole('row').count()).toBe(7);
    expect(expected).toMatch(/\$[\d,]+/);
    await page.reload();
    await page.getByRole('table').first().waitFor();
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
