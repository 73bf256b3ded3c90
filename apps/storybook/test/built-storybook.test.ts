import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import type { Browser, Page } from 'playwright';
import { preview } from 'vite';
import type { PreviewServer } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumLaunchOptions } from '../../../scripts/find-chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
let browser: Browser;
let server: PreviewServer;
let origin: string;

beforeAll(async () => {
  browser = await chromium.launch(await chromiumLaunchOptions());
  server = await preview({ root, configFile: false, preview: { host: '127.0.0.1', port: 0 } });
  origin = new URL(server.resolvedUrls?.local[0] ?? '').origin;
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/** Opens a page that records every request to another origin, including those of its service worker. */
async function openPage(): Promise<{ page: Page; outside: string[] }> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const outside: string[] = [];
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith('http') && url.origin !== origin) outside.push(url.href);
  });
  return { page: await context.newPage(), outside };
}

describe('storybook build', () => {
  it('opens with a story, and sends no request to another origin', async () => {
    const { page, outside } = await openPage();
    await page.goto(`${origin}/?path=/story/hooks-useclosequery--data`);
    await page.frameLocator('#storybook-preview-iframe').getByRole('listitem').first().waitFor();
    await page.waitForLoadState('networkidle');
    expect(outside).toEqual([]);
  });
});
