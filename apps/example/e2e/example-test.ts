import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox } from '@closekit/sandbox';
import { chromium } from 'playwright';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright';
import { expect, test as base } from 'vitest';
import { chromiumLaunchOptions } from '../../../scripts/find-chromium.mjs';
import { startExample } from '../server/start-example.ts';
import type { Example } from '../server/start-example.ts';
import { watchTokens } from './watch-tokens.ts';
import type { Tokens } from './watch-tokens.ts';
import { watchTraffic } from './watch-traffic.ts';
import type { Traffic } from './watch-traffic.ts';

/** The sample app with its sandbox, and a browser. */
export interface Run {
  readonly example: Example;
  readonly sandbox: Sandbox;
  readonly tokens: Tokens;
  readonly traffic: Traffic;
  /** Uncaught errors of the pages, and violations of their content security policy. */
  readonly complaints: readonly string[];
  /** Opens a browser profile of its own, as for a new user. */
  visit(options?: BrowserContextOptions): Promise<BrowserContext>;
  stop(): Promise<void>;
}

export const test = base
  // oxlint-disable-next-line no-empty-pattern -- vitest reads the dependencies of a fixture from the pattern
  .extend('run', { scope: 'file' }, async ({}, { onCleanup }): Promise<Run> => {
    const run = await startRun();
    onCleanup(() => run.stop());
    return run;
  })
  .extend('page', async ({ run }, { onCleanup }): Promise<Page> => {
    const context = await run.visit();
    onCleanup(async () => {
      run.sandbox.faults.clear(); // Faults that a test injected, also by the switches of the demo.
      await context.close();
    });
    return context.newPage();
  });

async function startRun(): Promise<Run> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'closekit-e2e-'));
  const { tokens, wrapFetch } = watchTokens();
  const traffic = watchTraffic();
  const example = await startExample({ port: 0, dataFolder, wrapFetch, wrapHandler: traffic.wrapHandler });
  if (!example.sandbox) throw new Error('The sample app is running without its sandbox.');
  const complaints: string[] = [];
  const browser: Browser = await chromium.launch(await chromiumLaunchOptions());
  return {
    example,
    sandbox: example.sandbox,
    tokens,
    traffic,
    complaints,
    visit: async (options) => {
      const context = await browser.newContext({ baseURL: example.url, ...options });
      context.setDefaultTimeout(30_000);
      context.on('weberror', (error) => complaints.push(String(error.error())));
      context.on('console', (message) => {
        if (message.text().includes('Content Security Policy')) complaints.push(message.text());
      });
      return context;
    },
    stop: async () => {
      await browser.close();
      await example.stop();
      await rm(dataFolder, { recursive: true });
    },
  };
}

/** Connects through the pages, as a user does. */
export async function connectByHand(page: Page, organization = 'Harbor & Pine Supply'): Promise<void> {
  if (page.url() === 'about:blank') await page.goto('/');
  await page.getByRole('button', { name: 'Connect to Close' }).click();
  await page.getByRole('radio', { name: organization }).check();
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Connects a browser without opening the pages of the sign-in, then opens a path. */
export async function connect(page: Page, run: Run, path = '/leads'): Promise<void> {
  const { request } = page.context();
  const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document', 'sec-fetch-site': 'none' };
  const login = await request.get('/api/close/login', { headers, maxRedirects: 0 });
  const callback = await run.sandbox.approve(login.headers()['location'] ?? '');
  await request.get(callback.href, { headers, maxRedirects: 0 });
  await page.goto(path);
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** Opens a screen through the navigation. */
export async function open(page: Page, screen: 'Leads' | 'Opportunities' | 'Connection'): Promise<void> {
  await page.getByRole('link', { name: screen, exact: true }).click();
  await page.getByRole('heading', { name: screen, level: 1 }).waitFor();
}

/** Holds calls back on their way to the server until they are released. */
export async function holdBack(page: Page, address: string, method = 'PUT') {
  const answer = Promise.withResolvers<void>();
  let arrived = 0;
  await page.route(address, async (route) => {
    if (route.request().method() === method) await answer.promise;
    arrived += 1;
    await route.continue();
  });
  return { release: answer.resolve, arrived: () => arrived };
}

/** Number of refresh requests that the sandbox has received. */
export function refreshes({ sandbox }: Run): number {
  return sandbox.requests.filter(({ path, body }) => path === '/oauth2/token/' && isRefresh(body)).length;
}

function isRefresh(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && 'grant_type' in body && body.grant_type === 'refresh_token'
  );
}

/** The last test of every file: no response to a browser contained a secret. */
export async function expectNoSecretSent({ traffic, tokens, sandbox }: Run): Promise<void> {
  expect(traffic.count()).toBeGreaterThan(20);
  expect(tokens.access.length).toBeGreaterThan(0);
  const secrets = [...tokens.access, ...tokens.refresh, sandbox.client.clientSecret];
  expect(await traffic.responsesWith(secrets)).toEqual([]);
  // Proves that the search works: it finds the name of an organization.
  expect(await traffic.responsesWith(['Harbor & Pine Supply'])).not.toEqual([]);
}
