import { once } from 'node:events';
import { createServer } from 'node:https';
import type { ServerResponse } from 'node:http';
import { createCloseOAuth } from '@closekit/oauth';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { chromium } from 'playwright';
import type { Browser as Chromium, Page } from 'playwright';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumLaunchOptions } from '../../../scripts/find-chromium.mjs';
import { createCloseHandler } from '../src/index.ts';
import type { CloseHandler } from '../src/index.ts';
import { toNodeListener } from '../src/node.ts';
import { createBrowser } from './browser.ts';
import type { Browser } from './browser.ts';

interface Site {
  /** The origin of the app. */
  readonly origin: string;
  readonly sandbox: Sandbox;
  readonly handler: CloseHandler;
  /** The `Set-Cookie` lines that a visit to the sibling subdomain plants. */
  readonly planted: string[];
  /** The raw `Cookie` headers that the app has received. */
  readonly received: string[];
}

let chrome: Chromium;

beforeAll(async () => {
  const { args, ...options } = await chromiumLaunchOptions();
  const rules = '--host-resolver-rules=MAP *.test 127.0.0.1';
  chrome = await chromium.launch({ ...options, args: [...args, rules] });
});

afterAll(() => chrome.close());

/** The app at `app.site.test`, the attacker's page at `evil.site.test`, and Close at `close.test`. */
async function startSite(): Promise<Site> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'site.test' }]);
  const [planted, received]: [string[], string[]] = [[], []];
  const listeners: Record<string, ReturnType<typeof toNodeListener>> = {
    evil: (_, response) => page(response.setHeader('set-cookie', planted)),
  };
  const server = createServer({ key, cert }, (request, response) => {
    const name = request.headers.host?.split('.')[0] ?? '';
    const isPage = name === 'app' && request.url?.startsWith('/api/') !== true;
    if (name === 'app') received.push(request.headers.cookie ?? '');
    if (isPage) page(response);
    else listeners[name]?.(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const origin = `https://app.site.test:${port}`;
  const { sandbox, handler } = createApp(origin, new URL(origin.replace('app.site', 'close')));
  listeners['app'] = toNodeListener(handler);
  listeners['close'] = (request, response) => void consent(sandbox, request.url ?? '', response);
  return { origin, sandbox, handler, planted, received };
}

function page(response: ServerResponse): void {
  // With a string as the body, Node would write the headers as UTF-8.
  response.setHeader('content-type', 'text/html').end(Buffer.from('<!doctype html><title>A page</title>'));
}

/** The consent page of Close, which every user accepts, for the first organization. */
async function consent({ metadata, organizations, approve }: Sandbox, url: string, response: ServerResponse) {
  const asked = new URL(metadata.authorization_endpoint);
  asked.search = new URL(url, asked).search;
  const { href } = await approve(asked, { organizationId: organizations[0]?.id ?? '' });
  response.writeHead(302, { location: href }).end();
}

function createApp(origin: string, close: URL): Pick<Site, 'sandbox' | 'handler'> {
  const redirectUri = `${origin}/api/close/callback`;
  const client = { clientId: 'oa2client_test', clientSecret: 'secret', redirectUris: [redirectUri] };
  const sandbox = createSandbox({ leads: 1, client });
  const { fetch } = sandbox;
  const server = { ...sandbox.metadata, authorization_endpoint: new URL('/authorize', close).href };
  const oauth = createCloseOAuth({ ...client, redirectUri, server, fetch });
  return { sandbox, handler: createCloseHandler({ oauth, origin, apiOrigin: sandbox.origin, fetch }) };
}

/** The attacker's own login, from a browser of the attacker, up to the callback. */
async function attack({ handler, origin, sandbox }: Site): Promise<{ browser: Browser; callback: URL }> {
  const browser = createBrowser(handler, origin);
  const login = await browser.visit('/api/close/login');
  const organizationId = sandbox.organizations[1]?.id ?? '';
  const asked = new URL(sandbox.metadata.authorization_endpoint);
  asked.search = new URL(login.headers.get('location') ?? '').search;
  const callback = await sandbox.approve(asked, { organizationId });
  return { browser, callback };
}

/** The victim's browser, with the cookies that the attacker's page plants. */
async function visitEvil({ origin, planted }: Site, cookies: Browser['cookies']): Promise<Page> {
  // Chromium refuses the first: only a host itself may set a name that begins with `__Host-`.
  for (const [name, { value }] of cookies) {
    planted.push(
      ...['', '\u00A0'].map((blank) => `${blank}${name}=${value}; Domain=site.test; Path=/; Secure`),
    );
  }
  const context = await chrome.newContext({ ignoreHTTPSErrors: true });
  onTestFinished(() => context.close());
  const victim = await context.newPage();
  await victim.goto(origin.replace('app.', 'evil.'));
  return victim;
}

async function call(victim: Page, path: string, method = 'GET'): Promise<{ status: number; body: unknown }> {
  return victim.evaluate(
    async ([url, verb]) => {
      const response = await fetch(url, { method: verb, headers: { 'x-closekit': '1' } });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    [`/api/close/${path}`, method] as const,
  );
}

describe('the cookies of a sibling subdomain, in Chromium', () => {
  it('are not the session', async () => {
    const site = await startSite();
    const attacker = await attack(site);
    await attacker.browser.visit(attacker.callback, { crossSite: true });
    expect(await (await attacker.browser.call('/api/close/session')).json()).toMatchObject({
      status: 'signed-in',
    });
    const victim = await visitEvil(site, attacker.browser.cookies);
    await victim.goto(site.origin);
    const { body } = await call(victim, 'session');
    const id = attacker.browser.cookies.get('__Host-closekit')?.value;
    expect(site.received.at(-1)).toBe(`\u00A0__Host-closekit=${id}`);
    expect(body).toEqual({ status: 'signed-out' });
    expect(await call(victim, 'api/v1/me/')).toMatchObject({ status: 401, body: { code: 'signed_out' } });
  });

  it('do not finish a login that the attacker has started', async () => {
    const site = await startSite();
    const attacker = await attack(site);
    const victim = await visitEvil(site, attacker.browser.cookies);
    await victim.goto(attacker.callback.href);
    expect(site.received[0]).toMatch(/^\u00A0__Host-closekit-flow-[\w-]{16}=[^;]+$/);
    expect(victim.url()).toBe(`${site.origin}/?close_error=state_missing`);
    expect((await call(victim, 'session')).body).toEqual({ status: 'signed-out' });
  });

  it('neither disturb the login of the victim nor its end', async () => {
    const site = await startSite();
    const attacker = await attack(site);
    await attacker.browser.visit(attacker.callback, { crossSite: true });
    const victim = await visitEvil(site, attacker.browser.cookies);
    await victim.goto(`${site.origin}/api/close/login?returnTo=/leads`);
    await victim.waitForURL(`${site.origin}/leads`);
    const organization = { id: site.sandbox.organizations[0]?.id };
    expect((await call(victim, 'session')).body).toMatchObject({ status: 'signed-in', organization });
    await victim.evaluate(() => localStorage.setItem('drafts', 'of the user'));
    expect((await call(victim, 'logout', 'POST')).status).toBe(204);
    expect(await victim.evaluate(() => localStorage.getItem('drafts'))).toBeNull();
    expect((await call(victim, 'session')).body).toEqual({ status: 'signed-out' });
  });
});
