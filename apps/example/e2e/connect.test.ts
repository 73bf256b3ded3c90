import { describe, expect } from 'vitest';
import { connectByHand, expectNoSecretSent, test } from './example-test.ts';

describe('Connect to Close', () => {
  test('shows the chosen organization and its user', async ({ page, run }) => {
    await connectByHand(page, 'Lumen Studio');
    await page.getByText('Lumen Studio').waitFor();
    await page.getByText(run.sandbox.users[0]?.name ?? '').waitFor();
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
  });

  test('shows why when the user denies, and stays signed out', async ({ page }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect to Close' }).click();
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('alert').getByText('You declined the request at Close').waitFor();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    expect(new URL(page.url()).search).toBe('');
  });

  test('refuses a callback with a wrong state', async ({ page, run }) => {
    await page.goto('/');
    await page.getByRole('button', { name: 'Connect to Close' }).click();
    await page.getByRole('button', { name: 'Allow' }).waitFor();
    await page.goto('/api/close/callback?code=stolen&state=not-the-one-that-was-sent');
    await page.getByRole('alert').getByText('was not started in this browser').waitFor();
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name)).not.toContain('closekit');
    expect(run.sandbox.requests.some(({ body }) => JSON.stringify(body)?.includes('stolen'))).toBe(false);
  });

  test('returns to the page where the sign-in started', async ({ page }) => {
    await page.goto('/leads?q=bakery');
    await connectByHand(page);
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/leads?q=bakery');
  });

  test('redirects the browser to the host name of the cookies', async ({ page, run }) => {
    await page.goto(run.example.url.replace('localhost', '127.0.0.1'));
    await page.getByRole('button', { name: 'Connect to Close' }).waitFor();
    expect(new URL(page.url()).origin).toBe(run.example.url);
  });

  test('offers to connect again when Close no longer knows the connection', async ({ page, run }) => {
    await connectByHand(page);
    await page.getByRole('list').first().waitFor();
    run.sandbox.reset(); // As a restart of the demo does.
    await page.reload();
    await page.getByRole('button', { name: 'Reconnect' }).click();
    await page.getByRole('button', { name: 'Allow' }).click();
    await page.getByRole('link', { name: 'Connection', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor({ state: 'detached' });
  });

  test('shows why a reconnect failed, and keeps the page', async ({ page, run }) => {
    await connectByHand(page);
    await page.getByRole('list').first().waitFor();
    run.sandbox.reset();
    await page.reload();
    await page.getByRole('button', { name: 'Reconnect' }).click();
    await page.getByRole('button', { name: 'Deny' }).click();
    await page.getByRole('alert').getByText('You declined the request at Close').waitFor();
    await page.getByRole('button', { name: 'Reconnect' }).waitFor();
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
  });

  test('retries when the session could not be read', async ({ page }) => {
    await connectByHand(page);
    let isDown = true;
    await page.route('**/api/close/session', (route) => (isDown ? route.abort() : route.fallback()));
    await page.reload();
    await page.getByRole('alert').getByText('The server did not respond.').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    // Not before the click: the page also retries by itself, and then has no button any more.
    isDown = false;
    await page.getByRole('heading', { name: 'Leads', level: 1 }).waitFor();
  });

  test('keeps the navigation when the file of a screen cannot be loaded', async ({ page }) => {
    await page.route('**/assets/opportunities-screen-*.js', (route) => route.abort());
    await connectByHand(page);
    await page.getByRole('link', { name: 'Opportunities', exact: true }).click();
    await page.getByText('This screen has stopped working').waitFor();
    await page.getByRole('link', { name: 'Leads', exact: true }).click();
    await page.getByText('2,000 leads').waitFor();
  });

  // Most of it is React and React Aria. Board, charts and forms load when the page is idle, which never
  // happens here.
  test('needs less than 190 kB of script, gzipped, for the first page', async ({ page }) => {
    await page.addInitScript(() => {
      window.requestIdleCallback = () => 0;
    });
    const scripts: Promise<{ responseBodySize: number }>[] = [];
    page.on('requestfinished', (request) => {
      if (request.resourceType() === 'script') scripts.push(request.sizes());
    });
    await connectByHand(page);
    await page.getByRole('region', { name: 'Lead list' }).getByRole('link').first().waitFor();
    const sizes = await Promise.all(scripts);
    const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(190_000);
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
