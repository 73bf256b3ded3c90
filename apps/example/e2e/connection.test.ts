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
    await connect(page);
    await open(page, 'Connection');
    const main = page.getByRole('main');
    await main.getByText('Harbor & Pine Supply').waitFor();
    await main.getByText(run.sandbox.users[0]?.name ?? '').waitFor();
    await main.getByText('all.full_access').waitFor();
    const seconds = async () => Number(await page.getByRole('timer').innerText());
    const first = await seconds();
    expect(first).toBeGreaterThan(3500);
    await expect.poll(seconds).toBeLessThan(first);
  });

  test('renews an expired token in silence: one refresh, an answer, and nothing is mounted anew', async ({
    page,
    run,
  }) => {
    await connect(page);
    await open(page, 'Connection');
    const soFar = Number(await fact(page, 'Refreshes so far').innerText());
    const heading = await page.getByRole('heading', { name: 'Connection' }).elementHandle();
    const before = refreshes(run);
    await page.getByRole('button', { name: 'Expire token now' }).click();
    await page.getByText('GET /me/, was answered with 200').waitFor();
    await page.getByText('The server renewed the token.').waitFor();
    expect(await fact(page, 'Refreshes so far').innerText()).toBe(String(soFar + 1));
    expect(refreshes(run) - before).toBe(1);
    expect(await heading?.evaluate((element) => element.isConnected)).toBe(true);
    await open(page, 'Opportunities');
    await page.getByRole('heading', { name: 'Discovery' }).waitFor();
    expect(refreshes(run) - before).toBe(1);
  });

  test('asks for one new token when five edits meet an expired one, and all five arrive whole', async ({
    page,
    run,
  }) => {
    await connect(page);
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

  test('shows in every tab when one of them disconnects', async ({ page }) => {
    await connect(page);
    const other = await page.context().newPage();
    await other.goto('/opportunities');
    await other.getByRole('heading', { name: 'Discovery' }).waitFor();
    await open(page, 'Connection');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    await other.getByRole('button', { name: 'Connect to Close' }).waitFor();
  });

  test('revokes at Close and erases the tokens when one disconnects', async ({ page, run }) => {
    await connect(page);
    const token = run.tokens.refresh.at(-1) ?? '';
    expect(run.sandbox.isRefreshTokenAlive(token)).toBe(true);
    expect(sealedTokens(run.example.database)).toBe(1);
    await open(page, 'Connection');
    await page.getByRole('button', { name: 'Disconnect' }).click();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
    expect(run.sandbox.isRefreshTokenAlive(token)).toBe(false);
    expect(sealedTokens(run.example.database)).toBe(0);
    expect((await page.context().cookies()).map(({ name }) => name)).not.toContain('closekit');
    await page.goto('/leads');
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
  });

  test('keeps the page and offers to reconnect when Close ends the connection', async ({ page, run }) => {
    await connect(page);
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

/** Runs in the page: the calls that the React hooks make, all in the same moment. */
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

/** How many records of the token store still hold tokens. */
function sealedTokens(file: string): number {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare('SELECT record FROM closekit_grants').all();
    return rows.filter(({ record }) => JSON.parse(String(record)).sealed !== null).length;
  } finally {
    database.close();
  }
}
