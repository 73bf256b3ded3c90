/**
 * Takes the screenshots of the README: `node scripts/screenshots.ts [folder]`, after `pnpm build`.
 * It covers every screen in light, in dark and on a phone, and the failure states.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import type { BrowserContextOptions, Page } from 'playwright';
import { chromiumLaunchOptions } from '../../../scripts/find-chromium.mjs';
import { startExample } from '../server/start-example.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'screenshots');
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.25 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

await mkdir(folder, { recursive: true });
const dataFolder = await mkdtemp(join(tmpdir(), 'closekit-screenshots-'));
const example = await startExample({ port: 0, dataFolder });
const browser = await chromium.launch(await chromiumLaunchOptions());
try {
  await everyScreen('', desktop);
  await everyScreen('-dark', { ...desktop, colorScheme: 'dark' });
  await everyScreen('-phone', phone);
  await brokenStates(desktop);
} finally {
  await browser.close();
  await example.stop();
  await rm(dataFolder, { recursive: true });
}

async function everyScreen(suffix: string, options: BrowserContextOptions): Promise<void> {
  const page = await visit(options);
  await picture(page, `connect${suffix}`);
  await connect(page);
  await picture(page, `leads${suffix}`);
  await openLead(page);
  await picture(page, `lead${suffix}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('form', { name: 'Edit lead' }).waitFor();
  await picture(page, `lead-edit${suffix}`);
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await open(page, 'Opportunities');
  await page.getByRole('button', { name: /^Show/ }).first().waitFor();
  await picture(page, `opportunities${suffix}`);
  await page.getByRole('tab', { name: 'Forecast' }).click();
  await page.locator('.recharts-bar-rectangle').first().waitFor();
  await picture(page, `forecast${suffix}`);
  await open(page, 'Connection');
  await page.getByRole('button', { name: 'Expire token now' }).click();
  await refreshed(page, 1);
  await page.waitForTimeout(2500); // Leaves room in the plot of time.
  await page.getByRole('button', { name: 'Expire under ten calls' }).click();
  await refreshed(page, 2);
  await picture(page, `connection${suffix}`);
  if (suffix === '-phone') {
    await page.getByRole('heading', { name: 'Token lifetime' }).evaluate((title) => title.scrollIntoView());
    await picture(page, `connection-life${suffix}`);
  }
  await page.context().close();
}

async function brokenStates(options: BrowserContextOptions): Promise<void> {
  const page = await visit(options);
  await connect(page);
  await page.getByRole('searchbox').fill('zzzz');
  await page.getByText('No leads match').waitFor();
  await picture(page, 'leads-nothing-found');
  await page.getByRole('searchbox').fill('');
  await openLead(page);
  await page.context().setOffline(true);
  await page.getByText('You are offline.').waitFor();
  await picture(page, 'offline');
  await page.context().setOffline(false);
  await open(page, 'Connection');
  await page.getByText('Close API down').click();
  await open(page, 'Opportunities');
  await page.getByRole('alert').first().waitFor({ timeout: 30_000 });
  await picture(page, 'close-down');
  await open(page, 'Connection');
  await page.getByText('Close API down').click();
  await page.getByRole('button', { name: 'Revoke at Close' }).click();
  await page.getByRole('button', { name: 'Reconnect' }).waitFor();
  await picture(page, 'needs-reauth');
}

/** Waits until the page shows this number of refreshes. */
async function refreshed(page: Page, times: number): Promise<void> {
  const fact = page.locator('dl > div', { hasText: 'Refreshes so far' }).locator('dd');
  await fact.getByText(String(times), { exact: true }).waitFor();
}

async function visit(options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({
    ...options,
    baseURL: example.url,
    reducedMotion: 'reduce',
    locale: 'en-US',
  });
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
  return page;
}

async function connect(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Connect to Close' }).click();
  await page.getByRole('button', { name: 'Allow' }).click();
  await leadLinks(page).nth(5).waitFor();
}

async function openLead(page: Page): Promise<void> {
  await leadLinks(page).nth(4).click();
  await page.getByRole('list', { name: 'Timeline' }).getByRole('listitem').first().waitFor();
}

async function open(page: Page, screen: string): Promise<void> {
  await page.getByRole('link', { name: screen, exact: true }).click();
  await page.getByRole('heading', { name: screen, level: 1 }).waitFor();
}

function leadLinks(page: Page) {
  return page.getByRole('region', { name: 'Lead list' }).getByRole('link');
}

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide' });
}
