/** The pages of the Next.js app in Chromium, with the requests that they send. */
import assert from 'node:assert/strict';
import { chromium } from 'playwright';
import { chromiumLaunchOptions } from '../find-chromium.mjs';

/** Longer than the check takes: the clock of the sandbox ends the wait. Webhooks expire, so this check is the last. */
const lateMs = 600_000;

/**
 * Opens the protected page with and without a session.
 *
 * @param {object} app - Its origin, a signed-in browser and the sandbox.
 */
export async function hydratesItsPage({ origin, browser, sandbox }) {
  const chrome = await chromium.launch(await chromiumLaunchOptions());
  try {
    await showsItsFirstPage(await openPage(chrome, origin, browser.cookies()), sandbox);
    await streamsTheRest(await openPage(chrome, origin, browser.cookies()), sandbox);
    await connectsStrangers(await openPage(chrome, origin, []), sandbox);
  } finally {
    await chrome.close();
  }
}

/** A page, its calls to the API, and its complaints. */
async function openPage(chrome, origin, cookies) {
  const context = await chrome.newContext({ baseURL: origin });
  context.setDefaultTimeout(30_000);
  await context.addCookies(cookies);
  const page = await context.newPage();
  const calls = [];
  const complaints = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/api/close/')) calls.push(`${request.method()} ${pathname}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  return { page, calls, complaints };
}

/** All data comes with the page. A hydrated button then sends the first call. */
async function showsItsFirstPage({ page, calls, complaints }, sandbox) {
  const before = sandbox.requests.length;
  await page.goto('/leads', { waitUntil: 'networkidle' });
  const lists = page.getByRole('list');
  assert.deepEqual(
    await Promise.all([0, 1].map((nth) => lists.nth(nth).getByRole('listitem').count())),
    [5, 5],
  );
  await page.getByRole('button', { name: 'Robin Avery' }).waitFor();
  assert.deepEqual([calls, complaints], [[], []]);
  const reads = sandbox.requests.slice(before).map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(reads.toSorted(), ['GET /api/v1/lead/', 'GET /api/v1/opportunity/']);
  const reloaded = page.waitForResponse('**/api/v1/lead/**');
  await page.getByRole('button', { name: 'Reload' }).click();
  assert.equal((await reloaded).status(), 200);
  assert.deepEqual(calls, ['GET /api/close/api/v1/lead/']);
}

/** The leads are there while Close still works on the opportunities, which arrive in the same response. */
async function streamsTheRest({ page, calls, complaints }, sandbox) {
  sandbox.faults.next({ path: '/api/v1/opportunity/', delayMs: lateMs });
  await page.goto('/leads', { waitUntil: 'commit' });
  const waiting = page.getByText('Opportunities are on their way');
  await waiting.waitFor();
  assert.equal(await page.getByRole('listitem').count(), 5);
  sandbox.clock.advance(lateMs);
  await page.getByRole('heading', { name: 'Opportunities' }).waitFor();
  await waiting.waitFor({ state: 'detached' });
  assert.equal(await page.getByRole('listitem').count(), 10);
  await page.waitForLoadState('networkidle');
  assert.deepEqual([calls, complaints], [[], []]);
}

/** Without a session the page leads to the consent page of Close, and the button of the welcome page, too. */
async function connectsStrangers({ page }, sandbox) {
  await page.goto('/leads');
  assert.equal(new URL(page.url()).origin, sandbox.origin);
  await page.goto('/');
  await page.getByRole('button', { name: 'Connect to Close' }).click();
  await page.getByRole('button', { name: 'Allow' }).waitFor();
}
