import { describe, expect } from 'vitest';
import { connect, expectNoSecretSent, open, test } from './example-test.ts';

describe('Opportunities', () => {
  test('shows a column for each stage of the pipeline, with count and value', async ({ page }) => {
    await connect(page);
    await open(page, 'Opportunities');
    const columns = page.getByRole('region', { name: 'Stages of Sales' }).getByRole('region');
    await columns.last().getByRole('link').first().waitFor();
    const titles = await columns.getByRole('heading', { level: 2 }).allInnerTexts();
    expect(titles).toEqual(['Discovery', 'Proposal', 'Negotiation', 'Won', 'Lost']);
    const texts = await columns.getByRole('paragraph').filter({ hasText: 'a year' }).allInnerTexts();
    expect(texts).toHaveLength(5);
    for (const text of texts) expect(text).toMatch(/^\$[\d,]+(\.\d\d)? a year$/);
  });

  test('shows more of a stage on demand', async ({ page }) => {
    await connect(page);
    await open(page, 'Opportunities');
    const discovery = page.getByRole('region', { name: 'Discovery' });
    await discovery.getByRole('button', { name: /^Show 25 of \d+ more$/ }).click();
    await expect.poll(() => discovery.getByRole('link').count()).toBe(50);
  });

  test('changes the pipeline and keeps the choice in the address', async ({ page }) => {
    await connect(page);
    await open(page, 'Opportunities');
    await page.getByLabel('Pipeline').selectOption('Renewals');
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Upcoming' }).waitFor();
  });

  test('leads from an opportunity to its lead', async ({ page }) => {
    await connect(page);
    await open(page, 'Opportunities');
    const card = page.getByRole('region', { name: 'Proposal' }).getByRole('link').first();
    const name = await card.innerText();
    await card.click();
    await page.getByRole('heading', { name, level: 2 }).waitFor();
  });

  test('says which stage could not be loaded, shows the others, and tries again', async ({ page, run }) => {
    await connect(page);
    run.sandbox.faults.next({ path: '/api/v1/opportunity/', status: 500, body: '<h1>Oops</h1>' });
    await open(page, 'Opportunities');
    await page.getByRole('alert').getByText('could not be loaded.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
