import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { connect, expectNoSecretSent, holdBack, test } from './example-test.ts';

const rows = (page: Page) => page.getByRole('region', { name: 'Lead list' }).getByRole('link');

const count = (page: Page) =>
  page.getByRole('region', { name: 'Lead list' }).getByRole('status').first().innerText();
const timeline = (page: Page) => page.getByRole('list', { name: 'Timeline' });

async function openFirstLead(page: Page): Promise<string> {
  await rows(page).first().click();
  const title = page.getByRole('article').getByRole('heading', { level: 2 });
  await page.getByRole('button', { name: 'Edit' }).waitFor();
  return title.innerText();
}

async function rename(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Save' }).click();
}

describe('Leads', () => {
  test('lists the leads and their number', async ({ page, run }) => {
    await connect(page, run);
    await page.getByText('2,000 leads').waitFor();
    await expect.poll(() => rows(page).count()).toBeGreaterThan(8);
  });

  test('searches when typing pauses and keeps the search in the address', async ({ page, run }) => {
    await connect(page, run);
    const seen = run.sandbox.requests.length;
    await page.getByRole('searchbox', { name: 'Search leads' }).fill('bakery');
    await page.waitForURL('**/leads?q=bakery');
    await expect.poll(() => count(page)).not.toBe('2,000 leads');
    const searches = () =>
      run.sandbox.requests.slice(seen).flatMap(({ query }) => new URLSearchParams(query).getAll('query'));
    await expect.poll(searches).toEqual(['bakery']);
    await page.reload();
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('bakery');
  });

  test('filters by any number of statuses, and keeps them in the address', async ({ page, run }) => {
    await connect(page, run);
    const filter = page.getByRole('toolbar', { name: 'Filter by status' });
    await page.getByText('2,000 leads').waitFor();
    await filter.getByRole('button', { name: 'Customer' }).click();
    await expect.poll(() => count(page)).toMatch(/^\d{2,3} leads$/);
    const customers = await count(page);
    expect(await rows(page).filter({ hasNotText: 'Customer' }).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Space');
    await rows(page).filter({ hasText: 'Bad Fit' }).first().waitFor();
    const both = await count(page);
    expect(both).not.toBe(customers);
    expect(
      await rows(page)
        .filter({ hasNotText: /Customer|Bad Fit/ })
        .count(),
    ).toBe(0);
    await rows(page).first().click();
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    await page.reload();
    await expect.poll(() => count(page)).toBe(both);
    const chosen = filter.getByRole('button', { pressed: true });
    expect(await chosen.allInnerTexts()).toEqual(['Customer', 'Bad Fit']);
  });

  test('shows that no lead matches', async ({ page, run }) => {
    await connect(page, run);
    await page.getByRole('searchbox', { name: 'Search leads' }).fill('zzzz-nothing');
    await page.getByText('No leads match “zzzz-nothing”').waitFor();
  });

  test('loads more while scrolling and keeps few rows in the page', async ({ page, run }) => {
    await connect(page, run);
    await rows(page).first().hover();
    const lastPosition = () =>
      page.locator('[aria-posinset]').last().getAttribute('aria-posinset').then(Number);
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 3000);
        return lastPosition();
      })
      .toBeGreaterThan(160);
    expect(await rows(page).count()).toBeLessThan(60);
  });

  test('shows contacts, opportunities, tasks and the timeline of a lead', async ({ page, run }) => {
    await connect(page, run);
    const title = await openFirstLead(page);
    expect(await rows(page).first().innerText()).toContain(title);
    await page.getByRole('heading', { name: /^Contacts/ }).waitFor();
    await page.getByRole('heading', { name: /^Opportunities/, level: 3 }).waitFor();
    await page.getByRole('heading', { name: /^Tasks/ }).waitFor();
    await timeline(page).getByText('Lead created').waitFor();
    await page
      .getByRole('link', { name: /@.*example\.com/ })
      .first()
      .waitFor();
  });

  test('adds a note, and shows it on top of the timeline', async ({ page, run }) => {
    await connect(page, run);
    await openFirstLead(page);
    await timeline(page).getByText('Lead created').waitFor();
    await page.getByLabel('New note').fill('They like the blue one.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await timeline(page).getByRole('listitem').first().getByText('They like the blue one.').waitFor();
    expect(await page.getByLabel('New note').inputValue()).toBe('');
  });

  test('adds a task, ticks it off at once, and shows it in the timeline', async ({ page, run }) => {
    await connect(page, run);
    await openFirstLead(page);
    const form = page.getByRole('form', { name: 'New task' });
    await form.getByLabel('Task').fill('Send the contract');
    await form.getByLabel('Due').fill('2027-03-01');
    await form.getByRole('button', { name: 'Add task' }).click();
    const task = page.getByRole('checkbox', { name: 'Send the contract' });
    await task.waitFor();
    await page.getByText('Mar 1, 2027').waitFor();
    const answer = await holdBack(page, '**/api/v1/task/*/');
    await task.click();
    await expect.poll(() => task.isChecked()).toBe(true);
    expect(answer.arrived()).toBe(0);
    answer.release();
    await timeline(page).getByRole('listitem').first().getByText('Task completed').waitFor();
    expect(await task.isChecked()).toBe(true);
  });

  test('unticks a task that Close refuses to change, and shows why', async ({ page, run }) => {
    await connect(page, run);
    await openFirstLead(page);
    await page.getByRole('form', { name: 'New task' }).getByLabel('Task').fill('Call them back');
    await page.getByRole('button', { name: 'Add task' }).click();
    const task = page.getByRole('checkbox', { name: 'Call them back' });
    run.sandbox.faults.next({ path: '/api/v1/task/', method: 'PUT', status: 403, body: { error: 'No.' } });
    await task.click();
    await page.getByRole('alert').getByText('Your role in Close does not allow this.').waitFor();
    expect(await task.isChecked()).toBe(false);
  });

  test('keeps a form that is being edited through a token refresh and a reconnect', async ({ page, run }) => {
    await connect(page, run);
    await openFirstLead(page);
    await page.getByRole('button', { name: 'Edit' }).click();
    const form = page.getByRole('form', { name: 'Edit lead' });
    const description = form.getByLabel('Description');
    await description.fill('Half a sentence that');
    const element = await description.elementHandle();

    run.sandbox.expireAccessTokens();
    await page.getByLabel('New note').fill('A refresh.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await timeline(page).getByText('A refresh.').waitFor();
    expect(await element?.evaluate((field) => field.isConnected)).toBe(true);

    run.sandbox.revokeConnections();
    await page.getByLabel('New note').fill('The end of it.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor();
    expect(await element?.evaluate((field) => field.isConnected)).toBe(true);
    expect(await description.inputValue()).toBe('Half a sentence that');

    await page.getByRole('button', { name: 'Reconnect' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    expect(await description.inputValue()).toBe('Half a sentence that');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('article').getByText('Half a sentence that').waitFor();
  });

  test('sends only changed fields, so a concurrent change of the name stays', async ({ page, run }) => {
    await connect(page, run);
    await openFirstLead(page);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Description').fill('Written down.');
    await page.getByRole('button', { name: /Status$/ }).click();
    await page.getByRole('option', { name: 'Canceled' }).click();
    const saved = page.waitForRequest((request) => request.method() === 'PUT');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(Object.keys((await saved).postDataJSON())).toEqual(['status_id', 'description']);
    await page.getByRole('article').getByText('Written down.').waitFor();
    await timeline(page)
      .getByText(/^Status changed from .* to Canceled$/)
      .waitFor();
    const edits = run.sandbox.requests.filter(({ method }) => method === 'PUT');
    expect(edits.at(-1)?.status).toBe(200);
  });

  test('shows an edit at once, before Close has answered', async ({ page, run }) => {
    await connect(page, run);
    await openFirstLead(page);
    const answer = await holdBack(page, '**/api/v1/lead/*/');
    const saved = page.waitForResponse((response) => response.request().method() === 'PUT');
    await rename(page, 'Optimistic Bakery');
    await page.getByRole('heading', { name: 'Optimistic Bakery' }).waitFor();
    await rows(page).getByText('Optimistic Bakery').waitFor();
    answer.release();
    expect((await saved).status()).toBe(200);
    await page.reload();
    await page.getByRole('heading', { name: 'Optimistic Bakery' }).waitFor();
  });

  test('undoes an edit that Close refuses, shows why, and retries', async ({ page, run }) => {
    await connect(page, run);
    const title = await openFirstLead(page);
    const body = { errors: ['This lead is being merged.'], 'field-errors': {} };
    run.sandbox.faults.next({ path: '/api/v1/lead/', method: 'PUT', status: 400, body });
    await rename(page, 'Refused Bakery');
    const alert = page.getByRole('alert');
    await alert.getByText('Your change was not saved and has been undone.').waitFor();
    expect(await alert.innerText()).toContain('This lead is being merged.');
    await page.getByRole('heading', { name: title }).waitFor();
    expect(await rows(page).getByText('Refused Bakery').count()).toBe(0);
    await alert.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Refused Bakery' }).waitFor();
    await page.getByText('Saved.').waitFor({ state: 'attached' });
    await alert.waitFor({ state: 'detached' });
  });

  test('shows why the list could not be loaded, and retries', async ({ page, run }) => {
    run.sandbox.faults.next({ path: '/api/v1/lead/', method: 'GET', status: 500, body: '<h1>Oops</h1>' });
    await connect(page, run);
    await page.getByRole('alert').getByText('The leads could not be loaded.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await rows(page).first().waitFor();
  });

  test('shows that it is offline, and continues when the network is back', async ({ page, run }) => {
    await connect(page, run);
    const link = rows(page).nth(2);
    await link.waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await link.click();
    await page.getByText('Loading the lead…').waitFor({ state: 'attached' });
    await page.context().setOffline(false);
    await page.getByText('You are offline.').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: /^Contacts/ }).waitFor();
  });

  test('works with the keyboard alone: connect, select, edit, save, leave', async ({ page }) => {
    const { keyboard } = page;
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    await keyboard.press('Tab');
    expect(await focused()).toBe('Connect to Close');
    await keyboard.press('Enter');
    await page.getByRole('radio').first().waitFor();
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    expect(await page.getByRole('radio').nth(1).isChecked()).toBe(true);
    await keyboard.press('Tab');
    expect(await focused()).toBe('Allow');
    await keyboard.press('Enter');
    await rows(page).first().waitFor();

    await keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await keyboard.press('Enter');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await page.getByRole('searchbox').evaluate((field) => field === document.activeElement)).toBe(
      true,
    );
    await keyboard.press('Tab');
    expect(await focused()).toBe('New Enquiry');
    await keyboard.press('Tab');
    await keyboard.press('ArrowDown');
    await expect
      .poll(() =>
        rows(page)
          .nth(1)
          .evaluate((row) => row === document.activeElement),
      )
      .toBe(true);
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.hasAttribute('data-page-title')))
      .toBe(true);

    await keyboard.press('Tab');
    await keyboard.press('Enter');
    await page.getByLabel('Name').waitFor();
    await keyboard.press('ControlOrMeta+A');
    await keyboard.type('Keyboard Bakery');
    await keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Keyboard Bakery' }).waitFor();
    await expect.poll(focused).toBe('Edit');
    await keyboard.press('Escape');
    await page.getByText('No lead selected').waitFor();
    await expect.poll(focused).toContain('Keyboard Bakery');
  });

  test('shows one pane at a time on a phone, and returns to the same place in the list', async ({ run }) => {
    const context = await run.visit({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await connect(page, run);
    const row = rows(page).nth(12);
    await row.scrollIntoViewIfNeeded();
    const before = await row.boundingBox();
    await row.click();
    await page.getByRole('button', { name: 'Edit' }).waitFor();
    expect(await page.getByRole('searchbox').isVisible()).toBe(false);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(844);
    await page.getByRole('link', { name: 'All leads' }).click();
    await page.getByRole('searchbox').waitFor();
    await expect.poll(() => row.boundingBox()).toEqual(before);
    await expect.poll(() => row.evaluate((link) => link === document.activeElement)).toBe(true);
    await context.close();
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
