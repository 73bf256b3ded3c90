import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { boardIsThere, cards } from './board.ts';
import { connect, expectNoSecretSent, refreshes, test } from './example-test.ts';

declare global {
  interface Window {
    /** Changes of the page since `watchPage`. */
    flicker: string[];
  }
}

/** Records every removed element and every loading state. */
async function watchPage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const loading = '[data-loading], [data-stale="true"]';
    window.flicker = [];
    const watch = new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ removedNodes }) => [...removedNodes])) {
        if (node instanceof Element) window.flicker.push(`removed ${node.outerHTML}`);
      }
      for (const element of document.querySelectorAll(loading)) {
        window.flicker.push(`loading ${element.outerHTML}`);
      }
    });
    watch.observe(document.body, { childList: true, subtree: true, attributes: true });
  });
}

describe('Token refresh', () => {
  test('does not show in ten mounted queries: one refresh, no flicker', async ({ page, run }) => {
    await page.clock.install();
    await connect(page, run, '/opportunities');
    await boardIsThere(page);
    const [before, seen] = [refreshes(run), run.sandbox.requests.length];
    await watchPage(page);

    run.sandbox.expireAccessTokens();
    // The data is stale, so returning to the tab refetches all of it at once.
    await page.clock.fastForward(31_000);
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    const refetches = () =>
      run.sandbox.requests.slice(seen).filter(({ path }) => path === '/api/v1/opportunity/');
    await expect.poll(() => refetches().filter(({ status }) => status === 200).length).toBe(10);

    expect(refetches().some(({ status }) => status === 401)).toBe(true);
    expect(refreshes(run) - before).toBe(1);
    await page.waitForFunction(() => document.querySelectorAll('[data-type] [role="row"]').length > 20);
    expect(await page.evaluate(() => window.flicker)).toEqual([]);
    expect(await page.getByRole('alert').count()).toBe(0);
    // Proves that the observer works: it records a removal.
    await page.evaluate(() => document.querySelector('[role="row"]')?.remove());
    expect(await page.evaluate(() => window.flicker)).toHaveLength(1);
  });

  test('does not show when a card is moved at that moment', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    const card = cards(page, 'Discovery').first();
    const name = await card.getByRole('link').innerText();
    const before = refreshes(run);
    run.sandbox.expireAccessTokens();
    await card.getByRole('button', { name: `Move ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Move to Won' }).click();
    const won = cards(page, 'Won').first();
    await won.getByRole('link', { name }).waitFor();
    await expect.poll(() => refreshes(run) - before).toBe(1);
    await page.getByText(`${name} is in Won.`).waitFor({ state: 'attached' });
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
