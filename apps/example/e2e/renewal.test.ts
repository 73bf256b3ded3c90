import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { boardIsThere, cards } from './board.ts';
import { connect, expectNoSecretSent, refreshes, test } from './example-test.ts';

declare global {
  interface Window {
    /** What happened to the page since `watchPage`. */
    flicker: string[];
  }
}

/** Notes every element that leaves the screen, and everything that says it is loading. */
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

describe('Renewal of the token', () => {
  test('is not seen by ten queries that are on the screen: one refresh, no flicker', async ({
    page,
    run,
  }) => {
    await page.clock.install();
    await connect(page, run, '/opportunities');
    await boardIsThere(page);
    const [before, seen] = [refreshes(run), run.sandbox.requests.length];
    await watchPage(page);

    run.sandbox.expireAccessTokens();
    // Older than it may be shown unchecked: coming back to the tab asks for all of it again, at once.
    await page.clock.fastForward(31_000);
    await page.evaluate(() => window.dispatchEvent(new Event('visibilitychange')));
    const asked = () =>
      run.sandbox.requests.slice(seen).filter(({ path }) => path === '/api/v1/opportunity/');
    await expect.poll(() => asked().filter(({ status }) => status === 200).length).toBe(10);

    expect(asked().some(({ status }) => status === 401)).toBe(true);
    expect(refreshes(run) - before).toBe(1);
    await page.waitForFunction(() => document.querySelectorAll('[data-type] [role="row"]').length > 20);
    expect(await page.evaluate(() => window.flicker)).toEqual([]);
    expect(await page.getByRole('alert').count()).toBe(0);
    // That the watch sees: what is taken away now is noted.
    await page.evaluate(() => document.querySelector('[role="row"]')?.remove());
    expect(await page.evaluate(() => window.flicker)).toHaveLength(1);
  });

  test('is not seen by a person who moves a card in that moment', async ({ page, run }) => {
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
