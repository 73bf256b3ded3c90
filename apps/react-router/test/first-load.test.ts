import { chromium } from 'playwright';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumLaunchOptions } from '../../../scripts/find-chromium.mjs';
import { serve } from '../serve.ts';

let app: Awaited<ReturnType<typeof serve>>;
let browser: Browser;

beforeAll(async () => {
  app = await serve(0);
  browser = await chromium.launch(await chromiumLaunchOptions());
});

afterAll(async () => {
  await browser.close();
  await app.close();
});

/** A new user with an open page, its calls to the API, and its console errors. */
async function visit(): Promise<{
  context: BrowserContext;
  page: Page;
  calls: string[];
  complaints: string[];
}> {
  const context = await browser.newContext({ baseURL: app.url });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const calls: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/')) calls.push(`${request.method()} ${pathname}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, calls, complaints };
}

async function connect(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Connect to Close' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
}

const namesIn = (html: string): string[] =>
  Array.from(html.matchAll(/<a href="\/leads\/[^"]+"[^>]*>([^<]+)<\/a>/g), ([, name]) => name ?? '');

describe('a page that is rendered on the server', () => {
  it('offers to connect before any script has run', async () => {
    const answer = await fetch(app.url);
    expect(await answer.text()).toMatch(/<button type="button"[^>]*>Connect to Close<\/button>/);
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
  });

  it('shows the loading state to a visitor from another site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    const html = await (await fetch(app.url, { headers })).text();
    expect([html.includes('One moment'), html.includes('Connect to Close')]).toEqual([true, false]);
  });

  it('holds the leads', async () => {
    const { context, page } = await visit();
    await connect(page);
    const html = await (await context.request.get('/')).text();
    expect(namesIn(html)).toHaveLength(25);
  });

  it('hydrates without a call, a pending state or a complaint', async () => {
    const { context, page, calls, complaints } = await visit();
    await connect(page);
    const names = namesIn(await (await context.request.get('/')).text());
    await page.addInitScript(() => {
      const seen: string[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        for (const one of document.querySelectorAll('output, [role=alert]')) seen.push(one.outerHTML);
      }).observe(document, { childList: true, subtree: true });
    });
    calls.length = 0;
    await page.goto('/', { waitUntil: 'networkidle' });
    // Only a hydrated page runs its script.
    await page.getByRole('searchbox').fill('typed');
    expect(await page.getByRole('listitem').getByRole('link').allTextContents()).toEqual(names);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'seen'))).toEqual([]);
    expect([calls, complaints]).toEqual([[], []]);
  });

  it('navigates without another document, and every page has its data', async () => {
    const { page, calls, complaints } = await visit();
    await connect(page);
    await page.goto('/', { waitUntil: 'networkidle' });
    await page.evaluate(() => Object.assign(globalThis, { isSameDocument: true }));
    calls.length = 0;
    const lead = page.getByRole('listitem').getByRole('link').first();
    const name = await lead.textContent();
    await lead.click();
    await page.getByRole('heading', { name: name ?? '', level: 1 }).waitFor();
    await page.getByRole('link', { name: 'All leads' }).click();
    await page.getByRole('searchbox').fill('status:"Customer"');
    await page.getByRole('button', { name: 'Search' }).click();
    await page.waitForURL(/\?q=/);
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'isSameDocument'))).toBe(true);
    expect([calls, complaints]).toEqual([[], []]);
  });

  it('clears all data at once when the user signs out', async () => {
    const { context, page } = await visit();
    await connect(page);
    await page.getByText('·').click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(0);
    expect(namesIn(await (await context.request.get('/')).text())).toEqual([]);
  });

  it('disconnects when the user has confirmed it, and clears all data', async () => {
    const { context, page } = await visit();
    await connect(page);
    await page.getByText('·').click();
    await page.getByRole('menuitem', { name: 'Disconnect from Close…' }).click();
    await page.getByText('all of your browsers').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByRole('listitem').count()).toBeGreaterThan(0);
    await page.getByText('·').click();
    await page.getByRole('menuitem', { name: 'Disconnect from Close…' }).click();
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    expect(await page.getByRole('listitem').count()).toBe(0);
    expect(namesIn(await (await context.request.get('/')).text())).toEqual([]);
  });
});
