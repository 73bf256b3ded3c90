/**
 * Takes the pictures of the README: `node scripts/screenshots.ts [folder]`, after `pnpm build`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright';
import { chromiumLaunchOptions } from '../../../scripts/find-chromium.mjs';
import { startExample } from '../server/start-example.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '..', 'screenshots');
const desktop = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 1.25 };
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };

await mkdir(folder, { recursive: true });
const dataFolder = await mkdtemp(join(tmpdir(), 'closekit-screenshots-'));
const example = await startExample({ port: 0, dataFolder });
const browser = await chromium.launch(await chromiumLaunchOptions());
try {
  await desktopPictures(browser);
  await darkPictures(browser);
  await phonePictures(browser);
} finally {
  await browser.close();
  await example.stop();
  await rm(dataFolder, { recursive: true });
}

async function desktopPictures(on: Browser): Promise<void> {
  const page = await visit(on, desktop);
  await picture(page, 'connect');
  await connect(page);
  await openLead(page);
  await picture(page, 'leads');
  await page.getByRole('button', { name: 'Edit' }).click();
  await page.getByRole('form', { name: 'Edit lead' }).waitFor();
  await picture(page, 'lead');
  await openOpportunities(page);
  await picture(page, 'opportunities');
  await openConnection(page);
  await picture(page, 'connection');
}

async function darkPictures(on: Browser): Promise<void> {
  const page = await visit(on, { ...desktop, colorScheme: 'dark' });
  await connect(page);
  await openLead(page);
  await picture(page, 'leads-dark');
}

async function phonePictures(on: Browser): Promise<void> {
  const page = await visit(on, { ...phone, isMobile: true, hasTouch: true });
  await connect(page);
  await picture(page, 'leads-phone');
}

async function visit(on: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await on.newContext({
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
  await page.getByRole('heading', { name: 'Timeline' }).waitFor();
  await page.getByText('Loading the timeline…').waitFor({ state: 'detached' });
}

async function openOpportunities(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Opportunities', exact: true }).click();
  await page.getByRole('button', { name: /^Show/ }).first().waitFor();
}

async function openConnection(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Connection', exact: true }).click();
  await page.getByRole('button', { name: 'Expire token now' }).click();
  await page.getByText('The server renewed the token.').waitFor();
}

function leadLinks(page: Page) {
  return page.getByRole('region', { name: 'Lead list' }).getByRole('link');
}

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide' });
}
