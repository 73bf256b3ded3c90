import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { request as requestHttps } from 'node:https';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPort } from '../server/open-port.ts';
import { readSettings } from '../server/read-settings.ts';
import { startExample } from '../server/start-example.ts';
import type { StartExampleOptions } from '../server/start-example.ts';

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'closekit-start-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function start(options: StartExampleOptions = {}) {
  const dataFolder = options.dataFolder ?? (await temporaryFolder());
  const example = await startExample({ port: 0, ...options, dataFolder });
  onTestFinished(() => example.stop());
  return { ...example, dataFolder };
}

describe('readSettings', () => {
  it('uses the sandbox and the default port when nothing is set', () => {
    expect(readSettings({}, [])).toEqual({
      port: undefined,
      dataFolder: undefined,
      credentials: undefined,
      dev: false,
    });
  });

  it('uses the real Close when both credentials are set', () => {
    const settings = readSettings({ CLOSE_CLIENT_ID: 'id', CLOSE_CLIENT_SECRET: 'secret', PORT: '4300' }, [
      '--dev',
    ]);
    expect(settings).toMatchObject({
      port: 4300,
      credentials: { clientId: 'id', clientSecret: 'secret' },
      dev: true,
    });
  });

  it('names the missing credential', () => {
    expect(() => readSettings({ CLOSE_CLIENT_ID: 'id' }, [])).toThrow(
      'CLOSE_CLIENT_ID is set but CLOSE_CLIENT_SECRET is not. Set both to talk to the real Close, or neither to use the local sandbox.',
    );
    expect(() => readSettings({ CLOSE_CLIENT_SECRET: 'secret' }, [])).toThrow(
      'CLOSE_CLIENT_SECRET is set but CLOSE_CLIENT_ID is not. Set both to talk to the real Close, or neither to use the local sandbox.',
    );
  });

  it('refuses an invalid port and unknown arguments', () => {
    expect(() => readSettings({ PORT: 'http' }, [])).toThrow(
      'PORT must be a number from 0 to 65535, not "http".',
    );
    expect(() => readSettings({}, ['--prod'])).toThrow(
      'Unknown argument in "--prod". Only --dev is supported.',
    );
  });
});

describe('startExample', () => {
  it('serves the page with a strict policy, and its assets as immutable', async () => {
    const { url } = await start();
    const page = await fetch(`${url}/leads/lead_1`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const asset = /src="(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1];
    const script = await fetch(url + asset);
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-type')).toContain('text/javascript');
    const again = await fetch(url + asset, {
      headers: { 'if-none-match': script.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
  });

  it('responds to unknown files, API routes and methods with an error, not with the page', async () => {
    const { url } = await start();
    expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404);
    expect((await fetch(`${url}/api/other`)).status).toBe(404);
    expect((await fetch(`${url}/leads`, { method: 'POST' })).status).toBe(405);
  });

  it('expires tokens only for its own pages', async () => {
    const { url } = await start();
    const post = (headers: Record<string, string>) =>
      fetch(`${url}/demo/expire`, { method: 'POST', headers });
    expect((await post({ 'x-closekit': '1' })).status).toBe(403);
    expect((await post({ origin: url })).status).toBe(403);
    expect((await post({ origin: 'https://elsewhere.example', 'x-closekit': '1' })).status).toBe(403);
    expect((await post({ origin: url, 'x-closekit': '1' })).status).toBe(204);
    expect((await fetch(`${url}/demo/activity`)).status).toBe(403);
    const elsewhere = { 'sec-fetch-site': 'cross-site' };
    expect((await fetch(`${url}/demo/activity`, { headers: elsewhere })).status).toBe(403);
  });

  it('stores the sealing key for its owner only, and reuses it', async () => {
    const { dataFolder } = await start();
    const { mode, mtimeMs } = await stat(join(dataFolder, 'key'));
    expect(mode & 0o777).toBe(0o600);
    await start({ dataFolder });
    expect((await stat(join(dataFolder, 'key'))).mtimeMs).toBe(mtimeMs);
  });

  it('fails when the given port is in use', async () => {
    const port = await busyPort();
    const message = expect.stringContaining(String(port));
    await expect(start({ port })).rejects.toMatchObject({ code: 'port_busy', message });
  });

  it('takes the next free port when no particular one is set', async () => {
    const port = await busyPort();
    const server = createServer();
    onTestFinished(() => void server.close());
    expect(await openPort(server, { port, exact: false })).toBeGreaterThan(port);
  });

  it('uses the real Close over https when it has credentials', async () => {
    const credentials = { clientId: 'oa2client_test', clientSecret: 'secret' };
    const { url, redirectUri, sandbox, dataFolder } = await start({ credentials });
    expect(url).toMatch(/^https:\/\/localhost:\d+$/);
    expect(sandbox).toBeUndefined();
    expect((await stat(join(dataFolder, 'localhost.key'))).mode & 0o777).toBe(0o600);

    const page = await get(`${url}/`);
    expect(page.body).toContain('data-close="production"');
    expect((await get(`${url}/oauth2/authorize/`)).body).toBe(page.body);
    const login = await get(`${url}/api/close/login`);
    const target = new URL(login.headers.location ?? '');
    expect(target.origin + target.pathname).toBe('https://app.close.com/oauth2/authorize/');
    expect(target.searchParams.get('client_id')).toBe('oa2client_test');
    expect(target.searchParams.get('redirect_uri')).toBe(redirectUri);
    expect(redirectUri).toBe(`${url}/api/close/callback`);
  });
});

describe('main.ts', () => {
  it('prints one address, serves it, and exits on a signal', async () => {
    const env = {
      ...process.env,
      PORT: '0',
      CLOSEKIT_DATA: await temporaryFolder(),
      CLOSE_CLIENT_ID: '',
      CLOSE_CLIENT_SECRET: '',
    };
    const child = spawn(process.execPath, ['server/main.ts'], { cwd: join(import.meta.dirname, '..'), env });
    const ended = once(child, 'exit');
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    child.stdout.on('data', (chunk) => (output += String(chunk)));
    await expect.poll(() => output, { timeout: 15_000 }).toContain('Press Ctrl+C');
    const addresses = output.match(/https?:\/\/\S+/g) ?? [];
    expect(addresses).toHaveLength(1);
    expect((await fetch(addresses[0] ?? '')).status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });

  it('names a missing setting in one line and exits with 1', async () => {
    const { errors, code } = await failToStart({ CLOSE_CLIENT_ID: 'id', CLOSE_CLIENT_SECRET: '' });
    expect(errors).toMatch(/^✗ CLOSE_CLIENT_ID is set but CLOSE_CLIENT_SECRET is not\. .*$/);
    expect(code).toBe(1);
  });

  it('names an unreadable database in one line and exits with 1', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'close.db'), 'This is text, and no database. '.repeat(100));
    const { errors, code } = await failToStart({ CLOSEKIT_DATA: folder, PORT: '0' });
    expect(errors).toMatch(/^✗ .*close\.db.*$/);
    expect(code).toBe(1);
  });
});

async function busyPort(): Promise<number> {
  const other = createServer();
  onTestFinished(() => void other.close());
  return openPort(other, { port: 0, exact: true });
}

async function failToStart(settings: Record<string, string>) {
  const env = { ...process.env, ...settings };
  const child = spawn(process.execPath, ['server/main.ts'], { cwd: join(import.meta.dirname, '..'), env });
  let errors = '';
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const [code] = await once(child, 'close');
  return { errors: errors.trim(), code };
}

/** Sends a GET to the server with the self-signed certificate, without following redirects. */
async function get(url: string) {
  const request = requestHttps(url, { rejectUnauthorized: false }).end();
  const [response] = await once(request, 'response');
  let body = '';
  for await (const chunk of response) body += String(chunk);
  return { headers: response.headers, body };
}
