import { describe, expect, it } from 'vitest';
import { signIn } from '../set-up-handler.ts';
import { rawOutcome, startRawServer } from './raw-server.ts';

const guards = ['x-closekit: 1', 'sec-fetch-site: same-origin'];

describe('published attacks on paths', () => {
  it('srvx CVE-2026-33732: an absolute target is checked like its path', async () => {
    const paths: string[] = [];
    const { handler, browser, reached } = await signIn({
      allow: ({ path }) => {
        paths.push(path);
        return path.startsWith('/api/v1/lead/');
      },
    });
    const send = await startRawServer(handler);
    const cookie = `cookie: ${browser.header()}`;
    const targets = ['/api/close/api/v1/me/', '/api/close/api/v1/lead/', '/api/close/session', '/other'];
    const hosts = ['http://app.example', 'https://evil.test:8443', 'http://evil.test/x/..', 'http://lead@h'];
    const outcomes = targets.map(async (target) => {
      const all = ['', ...hosts].map((host) => send(`GET ${host}${target}`, [...guards, cookie]));
      return new Set((await Promise.all(all)).map((raw) => JSON.stringify(rawOutcome(raw))));
    });
    expect((await Promise.all(outcomes)).map((set) => set.size)).toEqual([1, 1, 1, 1]);
    expect([...new Set(paths)].toSorted()).toEqual(['/api/v1/lead/', '/api/v1/me/']);
    expect([...new Set(reached)]).toEqual(['https://api.close.com/api/v1/lead/']);
  });

  it('Starlette CVE-2026-48710: the Host header moves no part of the path', async () => {
    const { handler, browser, reached } = await signIn();
    const send = await startRawServer(handler);
    const cookie = `cookie: ${browser.header()}`;
    const hosts = [
      'app.example/api/close/health?',
      'app.example/api/close/health#',
      'h/api/v1/?',
      'a@b/c',
      '[',
      '',
    ];
    const bare = hosts.map((host) => send('GET /api/close/session', [`host: ${host}`, cookie]));
    const statuses = (await Promise.all(bare)).map((raw) => rawOutcome(raw).status);
    // Refused: not one is a health check.
    expect(statuses.filter((status) => status < 400)).toEqual([]);
    const moved = hosts.map((host) =>
      send('GET /other', [`host: ${host}/api/close/api/v1/lead/?`, ...guards, cookie]),
    );
    await Promise.all(moved);
    expect(reached).toEqual([]);
  });

  it('oauth2-proxy CVE-2026-40575: no header names the path', async () => {
    const { browser, reached } = await signIn();
    const names = [
      'x-forwarded-uri',
      'x-original-url',
      'x-original-uri',
      'x-rewrite-url',
      'x-forwarded-path',
    ];
    const values = ['/api/close/health', '/api/close/login', '/api/close/webhook', '/'];
    const headers = names.flatMap((name) => values.map((value) => ({ 'x-closekit': '', [name]: value })));
    const responses = headers.map((one) => browser.call('/api/close/api/v1/lead/', { headers: one }));
    expect(new Set((await Promise.all(responses)).map(({ status }) => status))).toEqual(new Set([403]));
    expect(reached).toEqual([]);
  });

  it('oauth2-proxy GHSA-5hvv-m4w4-gf6v: no user agent is a health check', async () => {
    const { browser, reached } = await signIn();
    const agents = ['kube-probe/1.31', 'GoogleHC/1.0', 'ELB-HealthChecker/2.0', 'Ping'];
    const responses = agents.map((agent) =>
      browser.callWith('', '/api/close/api/v1/lead/', { 'user-agent': agent }),
    );
    expect((await Promise.all(responses)).map(({ status }) => status)).toEqual(agents.map(() => 401));
    expect(reached).toEqual([]);
  });

  it('oauth2-proxy CVE-2026-41059: a number sign ends no path before Close does', async () => {
    const { handler, browser, reached } = await signIn({ allow: ({ path }) => path.endsWith('/lead/') });
    const send = await startRawServer(handler);
    const cookie = `cookie: ${browser.header()}`;
    const targets = [
      '/api/close/api/v1/me/#/lead/',
      '/api/close/api/v1/me/%23/lead/',
      '/api/close/api/v1/me/%2523/lead/',
      '/api/close/api/v1/me/?/lead/',
      '/api/close/api/v1/me/%3f/lead/',
    ];
    const raw = await Promise.all(targets.map((target) => send(`GET ${target}`, [...guards, cookie])));
    // Close sees every escape that `allow` has seen as a part of the path, and nothing else was forwarded.
    const paths = reached.map((url) => decodeURIComponent(new URL(url).pathname));
    expect(paths.filter((path) => !path.endsWith('/lead/'))).toEqual([]);
    expect(reached.filter((url) => url.includes('#'))).toEqual([]);
    expect(raw.map((one) => rawOutcome(one).status)).toEqual([403, 200, 404, 403, 200]);
  });

  it('@fastify/reply-from GHSA-2q7r-29rg-6m5h: no dot segment reaches Close', async () => {
    const { handler, browser, reached } = await signIn();
    const send = await startRawServer(handler);
    const cookie = `cookie: ${browser.header()}`;
    const dots = [
      '..',
      '%2e%2e',
      '.%2E',
      '%2e.',
      '..%2f',
      '%2e%2e%2f',
      '..%5c',
      '%252e%252e',
      '%c0%ae%c0%ae',
      '..;',
    ];
    const targets = dots.flatMap((dot) => [
      `/api/close/api/v1/${dot}/oauth2/token/`,
      `/api/close/api/v1/lead/${dot}`,
      `/api/close/api/${dot}/api/v1/lead/`,
      `/api/close/api/v1/lead/${dot}/${dot}/${dot}/${dot}/x`,
    ]);
    await Promise.all(targets.map((target) => send(`GET ${target}`, [...guards, cookie])));
    const outside = reached.filter((url) => !/^https:\/\/api\.close\.com\/api\/v1\/(?:lead\/|)$/.test(url));
    expect(outside).toEqual([]);
  });

  it('@fastify/express CVE-2026-33808: doubled slashes and semicolons are no other spelling', async () => {
    const { handler, browser, reached } = await signIn({ allow: ({ path }) => path !== '/api/v1/me/' });
    const send = await startRawServer(handler);
    const cookie = `cookie: ${browser.header()}`;
    const targets = [
      '//api/close/api/v1/me/',
      '/api//close/api/v1/me/',
      '/api/close//api/v1/me/',
      '/api/close/api//v1/me/',
      '/api/close/api/v1//me/',
      '/api/close/api/v1/me//',
      '/api/close/api/v1/me;/',
      '/api/close/api/v1/me/;a=b',
      '/api/close;/api/v1/me/',
      '/api/close/api/v1;/me/',
      '/API/CLOSE/api/v1/me/',
    ];
    const raw = await Promise.all(targets.map((target) => send(`GET ${target}`, [...guards, cookie])));
    expect(raw.map((one) => rawOutcome(one).status)).toEqual(targets.map(() => 404));
    expect(reached).toEqual([]);
  });

  it('fast-uri CVE-2026-16221: no path is read as a host', async () => {
    const { handler, browser, reached } = await signIn();
    const send = await startRawServer(handler);
    const cookie = `cookie: ${browser.header()}`;
    const paths = [
      '//evil.test/',
      '/\\evil.test/',
      '\\\\evil.test/',
      '/@evil.test/',
      ':80@evil.test/',
      '%5c%5cevil.test/',
    ];
    const targets = paths.flatMap((path) => [`/api/close/api/v1${path}`, `/api/close/api/v1/${path}`, path]);
    await Promise.all(targets.map((target) => send(`GET ${target}`, [...guards, cookie])));
    const hosts = reached.map((url) => new URL(url).host);
    expect(hosts.filter((host) => host !== 'api.close.com')).toEqual([]);
    expect(reached.filter((url) => !url.startsWith('https://api.close.com/api/v1/'))).toEqual([]);
  });
});
