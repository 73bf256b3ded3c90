import { gunzipSync } from 'node:zlib';
import { readFile } from 'node:fs/promises';
import { describe, expect } from 'vitest';
import { connect, expectNoSecretSent, holdBack, open, test } from './example-test.ts';

describe('Exports', () => {
  test('stay visible on other screens, and produce a file of the filtered leads', async ({ page, run }) => {
    await connect(page, run);
    await page.getByRole('toolbar').getByRole('button', { name: 'Customer' }).click();
    await page.getByRole('searchbox').fill('Roofing');
    await page.waitForURL(/q=Roofing/);
    const list = page.getByRole('region', { name: 'Lead list' });
    await expect.poll(() => list.getByRole('status').first().innerText()).toMatch(/^[1-9]\d leads$/);
    const count = Number.parseInt(await list.getByRole('status').first().innerText(), 10);
    const progress = await holdBack(page, '**/api/v1/export/*/', 'GET');
    await page.getByRole('button', { name: 'Export these leads as CSV' }).click();
    const notice = page.getByRole('region', { name: 'Export' });
    await notice.getByRole('progressbar').waitFor();
    progress.release();
    await open(page, 'Opportunities');
    await notice.getByText(`${count} leads are ready.`).waitFor();
    const downloading = page.waitForEvent('download');
    await notice.getByRole('button', { name: 'Download' }).click();
    const file = await (await downloading).path();
    const rows = gunzipSync(await readFile(file))
      .toString()
      .trim()
      .split('\r\n');
    expect(rows.length).toBe(count + 1);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await notice.waitFor({ state: 'detached' });
  });

  test('disappear when the user stops waiting', async ({ page, run }) => {
    await connect(page, run);
    await page.getByRole('button', { name: 'Export these leads as CSV' }).click();
    await page.getByRole('button', { name: 'Stop waiting' }).click();
    await page.getByRole('region', { name: 'Export' }).waitFor({ state: 'detached' });
  });

  test('sends no token and no client secret to the browser', ({ run }) => expectNoSecretSent(run));
});
