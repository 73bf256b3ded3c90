/** Runs a page in Chromium, with a sandbox behind the origin of the page. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSandbox } from '../../packages/sandbox/dist/index.js';
import { listen } from '../../packages/sandbox/dist/node.js';
import { addFaults, lateMs } from '../client-journey.mjs';
import { chromiumLaunchOptions } from '../find-chromium.mjs';

const limitMs = 60_000;

/**
 * Opens a page with this script, and waits until the script posts its result.
 *
 * @param {string} script - The source of a module without imports.
 * @returns {Promise<string>} The result, as it was posted to `/result`.
 */
export async function callFromBrowser(script) {
  const sandbox = createSandbox({ leads: 20 });
  const { accessToken } = sandbox.connect();
  addFaults(sandbox);
  const posted = Promise.withResolvers();
  const { url, close } = await listen((request) => respond(request, { script, sandbox, posted }));
  const profile = mkdtempSync(join(tmpdir(), 'closekit-browser-'));
  const { executablePath, args, env } = await chromiumLaunchOptions();
  const page = `${url}/?token=${accessToken}`;
  const browser = spawn(executablePath, [...args, '--headless', `--user-data-dir=${profile}`, page], { env });
  const limit = setTimeout(() => posted.reject(new Error('The page posted no result.')), limitMs);
  try {
    return await posted.promise;
  } finally {
    clearTimeout(limit);
    browser.kill('SIGKILL');
    await once(browser, 'exit');
    sandbox.clock.advance(lateMs);
    await close();
    rmSync(profile, { recursive: true, force: true });
  }
}

async function respond(request, { script, sandbox, posted }) {
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/api/')) return sandbox.fetch(request);
  if (pathname === '/page.js')
    return new Response(script, { headers: { 'content-type': 'text/javascript' } });
  if (pathname !== '/result') return new Response(page, { headers: { 'content-type': 'text/html' } });
  posted.resolve(await request.text());
  return new Response(null, { status: 204 });
}

const page = '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>';
