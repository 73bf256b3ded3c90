import type { BrowserContext, Locator, Page } from 'playwright';
import { describe, expect } from 'vitest';
import { cards } from './board.ts';
import { connect, expectNoSecretSent, test } from './example-test.ts';
import type { Run } from './example-test.ts';

/** Connects another browser, and waits until it receives live updates. */
async function connectOther(run: Run, path: string): Promise<Page> {
  const other = await (await run.visit()).newPage();
  const listens = other.waitForResponse(/\/api\/close\/events/);
  await connect(other, run, path);
  await listens;
  return other;
}

async function openTab(context: BrowserContext): Promise<Page> {
  const tab = await context.newPage();
  await tab.goto('/leads');
  await tab.getByRole('region', { name: 'Lead list' }).getByRole('link').first().waitFor();
  return tab;
}

const leadNamed = (tab: Page, name: string): Locator =>
  tab.getByRole('region', { name: 'Lead list' }).getByRole('link', { name }).first();

/** Stops the code of a tab without notice, as a debugger does. Returns a function that lets it go on. */
async function freeze(tab: Page): Promise<() => Promise<unknown>> {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Debugger.enable');
  await session.send('Debugger.pause');
  // The next line of code stops it.
  void tab.evaluate(() => document.title);
  return () => session.send('Debugger.disable');
}

/** Sends a request to Close as another app. */
async function callClose({ sandbox }: Run, path: string, body?: object): Promise<Response> {
  const headers = {
    authorization: `Bearer ${sandbox.connect().accessToken}`,
    'content-type': 'application/json',
  };
  const init = body && { method: 'PUT', body: JSON.stringify(body) };
  return sandbox.fetch(`${sandbox.origin}/api/v1${path}`, { ...init, headers });
}

async function renameLead(run: Run, id: string, name: string): Promise<void> {
  await callClose(run, `/lead/${id}/`, { name });
}

/** Renames the first lead of the list, and returns its id. */
async function renameFirst(run: Run, name: string): Promise<string> {
  const page: { data: { id: string }[] } = await (await callClose(run, '/lead/?_limit=1')).json();
  const id = page.data[0]?.id ?? '';
  await renameLead(run, id, name);
  return id;
}

describe('Live updates', () => {
  test('show changes from another browser without a reload', async ({ page, run }) => {
    await connect(page, run);
    const rows = page.getByRole('region', { name: 'Lead list' }).getByRole('link');
    await rows.first().click();
    const article = page.getByRole('article');
    await article.getByRole('heading', { name: 'Timeline' }).waitFor();
    const name = await article.getByRole('heading', { level: 2 }).innerText();

    const other = await connectOther(run, new URL(page.url()).pathname);
    await other.getByRole('article').getByRole('heading', { name, level: 2 }).waitFor();
    const heading = await other.getByRole('article').getByRole('heading', { level: 2 }).elementHandle();

    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Name').fill('Live Bakery');
    await page.getByRole('button', { name: 'Save' }).click();
    await other.getByRole('article').getByRole('heading', { name: 'Live Bakery' }).waitFor();
    await other.getByRole('region', { name: 'Lead list' }).getByText('Live Bakery').waitFor();
    expect(await heading?.evaluate((element) => element.isConnected)).toBe(true);

    await page.getByLabel('New note').fill('They answered.');
    await page.getByRole('button', { name: 'Add note' }).click();
    await other.getByRole('list', { name: 'Timeline' }).getByText('They answered.').waitFor();
    await other.context().close();
  });

  test('move a card on every open board', async ({ page, run }) => {
    await connect(page, run, '/opportunities');
    const other = await connectOther(run, '/opportunities');
    const first = cards(page, 'Discovery').first();
    const name = await first.getByRole('link').innerText();
    await other.getByRole('region', { name: 'Discovery' }).getByRole('link', { name }).first().waitFor();
    await first.getByRole('button', { name: `Move ${name}` }).click();
    await page.getByRole('menuitem', { name: 'Move to Won' }).click();
    await cards(other, 'Won').first().getByRole('link', { name }).waitFor();
    await other.context().close();
  });

  test('reach eight tabs over HTTP/1.1 by one stream, which outlives each of them', async ({ page, run }) => {
    const context = page.context();
    const streams: string[] = [];
    context.on('request', (request) => {
      const { pathname, search } = new URL(request.url());
      if (pathname === '/api/close/events') streams.push(search);
    });
    await connect(page, run);
    const tabs = [page];
    while (tabs.length < 8) {
      // oxlint-disable-next-line no-await-in-loop -- one tab after the other, so that the order of the tabs is known
      tabs.push(await openTab(context));
    }
    const id = await renameFirst(run, 'First Change');
    for (const tab of tabs) await leadNamed(tab, 'First Change').waitFor();
    expect(streams).toEqual(['']);

    await page.close();
    await renameLead(run, id, 'Second Change');
    for (const tab of tabs.slice(1)) await leadNamed(tab, 'Second Change').waitFor();
    expect(streams).toEqual(['', expect.stringMatching(/^\?lastEventId=ev_/)]);

    const [, holder, ...others] = tabs;
    const wake = holder && (await freeze(holder));
    // The user returns to one of the others, which finds that nothing is heard.
    await others[0]?.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(() => streams).toHaveLength(3);
    await renameLead(run, id, 'Third Change');
    for (const tab of others) await leadNamed(tab, 'Third Change').waitFor();
    await wake?.();
    if (holder) await leadNamed(holder, 'Third Change').waitFor();
    expect(streams).toHaveLength(3);
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
