import { DatabaseSync } from 'node:sqlite';
import type { Page } from 'playwright';
import { describe, expect } from 'vitest';
import { connect, expectNoSecretSent, open, refreshes, test } from './example-test.ts';

const fact = (page: Page, term: string) => page.locator('dl > div', { hasText: term }).locator('dd');

describe('Connection', () => {
  test('shows who is connected, the scope and the seconds to expiry, counting down', async ({
    page,
    run,
  }) => {
    await connect(page, run, '/connection');
    const main = page.getByRole('main');
    await main.getByText('Harbor & Pine Supply').waitFor();
    await main.getByText(run.sandbox.users[0]?.name ?? '').waitFor();
    await main.getByText('all.full_access').waitFor();
    const seconds = async () => Number(await page.getByRole('timer').innerText());
    const first = await seconds();
    expect(first).toBeGreaterThan(3500);
    await expect.poll(seconds).toBeLessThan(first);
  });

  test('refreshes an expired token unnoticed: one refresh, one response, no remount', async ({
    page,
    run,
  }) => {
    await connect(page, run, '/connection');
    const soFar = Number(await fact(page, 'Refreshes so far').innerText());
    const heading = await page.getByRole('heading', { name: 'Connection' }).elementHandle();
    const before = refreshes(run);
    await page.getByRole('button', { name: 'Expire token now' }).click();
    const log = page.getByRole('log', { name: 'Activity' });
    await log.getByText('Every access token was expired on purpose.').waitFor();
    await log.getByText('Close refused the access token. GET /lead/ 401').waitFor();
    await log.getByText('The server refreshed the token.').waitFor();
    await expect.poll(() => fact(page, 'Refreshes so far').innerText()).toBe(String(soFar + 1));
    expect(refreshes(run) - before).toBe(1);
    expect(await heading?.evaluate((element) => element.isConnected)).toBe(true);
    await open(page, 'Opportunities');
    await page.getByRole('heading', { name: 'Discovery' }).waitFor();
    expect(refreshes(run) - before).toBe(1);
  });

  test('shows how concurrent calls with an expired token share one refresh', async ({ page, run }) => {
    await connect(page, run, '/connection');
    const dots = (kind: string) => page.locator(`[data-kind="${kind}"] circle`).count();
    await expect.poll(() => dots('call')).toBeGreaterThan(0);
    const before = {
      asked: refreshes(run),
      refreshed: await dots('refreshed'),
      joined: await dots('joined'),
    };
    await page.getByRole('button', { name: 'Expire under ten calls' }).click();
    await expect.poll(() => dots('refreshed')).toBe(before.refreshed + 1);
    await expect.poll(() => dots('joined')).toBeGreaterThan(before.joined);
    await page.getByRole('log').getByText('A call joined a refresh in flight.').first().waitFor();
    expect(refreshes(run) - before.asked).toBe(1);
  });

  test('takes the API down on purpose: loaded data stays, and requests fail until it is up again', async ({
    page,
    run,
  }) => {
    await connect(page, run);
    await page.getByText('2,000 leads').waitFor();
    await open(page, 'Connection');
    const down = page.getByRole('switch', { name: 'Close API down' });
    await page.getByText('Close API down').click();
    await expect.poll(() => down.isChecked()).toBe(true);
    await open(page, 'Opportunities');
    await page.getByRole('alert').getByText('could not be loaded.').first().waitFor({ timeout: 20_000 });
    await open(page, 'Leads');
    await page.getByText('2,000 leads').waitFor();
    await open(page, 'Connection');
    await expect.poll(() => down.isChecked()).toBe(true);
    await page.getByText('Close API down').click();
    await expect.poll(() => down.isChecked()).toBe(false);
    await open(page, 'Opportunities');
    await page.getByRole('heading', { name: 'Discovery' }).waitFor();
  });

  test('revokes the connection at Close on purpose: the page stays and offers to reconnect', async ({
    page,
    run,
  }) => {
    await connect(page, run, '/connection');
    await page.getByRole('button', { name: 'Revoke at Close' }).click();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor();
    await page.getByRole('log').getByText('Close refused the refresh token').waitFor();
    await page.getByRole('button', { name: 'Reconnect' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('heading', { name: 'Connection' }).waitFor();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor({ state: 'detached' });
  });

  test('connects another organization, and switches between the two', async ({ page, run }) => {
    await connect(page, run);
    const account = page.getByRole('banner').getByRole('button');
    await account.filter({ hasText: 'Harbor & Pine Supply' }).click();
    await page.getByRole('menuitem', { name: 'Connect another organization' }).click();
    await page.getByRole('radio', { name: 'Lumen Studio' }).check();
    await page.getByRole('button', { name: 'Allow' }).click();
    await account.filter({ hasText: 'Lumen Studio' }).waitFor();
    await page.getByRole('toolbar').getByRole('button', { name: 'New Enquiry' }).waitFor();
    const other = await page.context().newPage();
    await other.goto('/leads');
    await other
      .getByRole('banner')
      .getByRole('button', { name: /Lumen Studio/ })
      .waitFor();
    await account.click();
    await page.getByRole('menuitemradio', { name: 'Harbor & Pine Supply' }).click();
    await account.filter({ hasText: 'Harbor & Pine Supply' }).waitFor();
    await page.getByText('2,000 leads').waitFor();
    await other
      .getByRole('banner')
      .getByRole('button', { name: /Harbor & Pine/ })
      .waitFor();
  });

  test('requests one new token when five edits meet an expired one, and all five arrive complete', async ({
    page,
    run,
  }) => {
    await connect(page, run);
    const links = page.getByRole('region', { name: 'Lead list' }).getByRole('link');
    await links.nth(4).waitFor();
    const addresses = await links.evaluateAll((found) =>
      found.slice(0, 5).map((link) => link.getAttribute('href') ?? ''),
    );
    const ids = addresses.map((address) => address.split('/')[2] ?? '');
    const [before, seen] = [refreshes(run), run.sandbox.requests.length];
    run.sandbox.expireAccessTokens();
    const statuses = await page.evaluate(editAtOnce, ids);
    expect(statuses).toEqual([200, 200, 200, 200, 200]);
    expect(refreshes(run) - before).toBe(1);
    const edits = run.sandbox.requests
      .slice(seen)
      .filter(({ method, status }) => method === 'PUT' && status === 200);
    const bodies = Object.fromEntries(edits.map(({ path, body }) => [path.split('/')[4], body]));
    expect(bodies).toEqual(Object.fromEntries(ids.map((id) => [id, { description: `Edited: ${id}` }])));
  });

  test('signs every tab out when one of them signs out, and keeps the connection', async ({ page, run }) => {
    await connect(page, run);
    const token = run.tokens.refresh.at(-1) ?? '';
    const other = await page.context().newPage();
    await other.goto('/opportunities');
    await other.getByRole('heading', { name: 'Discovery' }).waitFor();
    await page.bringToFront();
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    await other.getByRole('button', { name: 'Connect to Close' }).waitFor();
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('closekit');
    expect(run.sandbox.isRefreshTokenAlive(token)).toBe(true);
  });

  test('asks before it disconnects', async ({ page, run }) => {
    await connect(page, run);
    const token = run.tokens.refresh.at(-1) ?? '';
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Disconnect from Close' }).click();
    const dialog = page.getByRole('alertdialog', { name: 'Disconnect Harbor & Pine Supply from Close?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Disconnect from Close' }).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('Harbor');
    expect(run.sandbox.isRefreshTokenAlive(token)).toBe(true);
    await page.getByText('2,000 leads').waitFor();
  });

  test('lets the user leave while Close is down, and finishes the disconnect once it is back', async ({
    page,
    run,
  }) => {
    await connect(page, run);
    const token = run.tokens.refresh.at(-1) ?? '';
    run.sandbox.faults.next({ path: '/', status: 503, times: Infinity });
    await openMenu(page);
    await page.getByRole('menuitem', { name: 'Disconnect from Close' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    expect(run.sandbox.isRefreshTokenAlive(token)).toBe(true);
    run.sandbox.faults.clear();
    await expect.poll(() => run.sandbox.isRefreshTokenAlive(token)).toBe(false);
  });

  test('revokes at Close and deletes the tokens on disconnect', async ({ page, run }) => {
    await connect(page, run);
    const token = run.tokens.refresh.at(-1) ?? '';
    expect(run.sandbox.isRefreshTokenAlive(token)).toBe(true);
    const before = sealedTokens(run.example.database);
    await open(page, 'Connection');
    await page.getByRole('button', { name: 'Disconnect from Close' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(run.sandbox.isRefreshTokenAlive(token)).toBe(false);
    expect(sealedTokens(run.example.database)).toBe(before - 1);
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('closekit');
    await page.goto('/leads');
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
  });

  test('keeps the page and offers to reconnect when Close ends the connection', async ({ page, run }) => {
    await connect(page, run);
    await page.getByText('2,000 leads').waitFor();
    const list = await page.getByRole('list').first().elementHandle();
    run.sandbox.reset();
    await page.getByRole('region', { name: 'Lead list' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor();
    expect(await list?.evaluate((element) => element.isConnected)).toBe(true);
    await page.getByText('2,000 leads').waitFor();
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});

/** Opens the menu of the account. */
async function openMenu(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Harbor & Pine Supply/ }).click();
}

/** Runs in the page: sends the calls of the React hooks, all at once. */
async function editAtOnce(ids: readonly string[]): Promise<number[]> {
  const headers = { 'content-type': 'application/json', 'x-closekit': '1' };
  const edits = ids.map(async (id) => {
    const body = JSON.stringify({ description: `Edited: ${id}` });
    const response = await fetch(`/api/close/api/v1/lead/${id}/`, { method: 'PUT', headers, body });
    await response.json();
    return response.status;
  });
  return Promise.all(edits);
}

/** Number of records of the token store that still hold tokens. */
function sealedTokens(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('SELECT record FROM closekit_grants').all();
    return rows.filter(({ record }) => JSON.parse(String(record)).sealed !== null).length;
  } finally {
    database.close();
  }
}
