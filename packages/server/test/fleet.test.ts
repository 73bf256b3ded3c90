import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createBrowser } from './browser.ts';
import type { Browser } from './browser.ts';
import { engines } from './engines.ts';
import type { SessionsSpec } from './engines/open-sessions.ts';
import { readMessages } from './read-messages.ts';
import { closeEvent, signDelivery } from './sign-delivery.ts';
import { signInAs } from './sign-in-as.ts';

interface AppProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly handle: (request: Request) => Promise<Response>;
}

async function startProcess(spec: SessionsSpec | undefined): Promise<AppProcess> {
  const child = fork(new URL('engines/serve.ts', import.meta.url), [JSON.stringify(spec)], {
    execArgv: ['--no-warnings', '--conditions=@closekit/source'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [{ port }]: [{ port: number }] = JSON.parse(JSON.stringify(await once(child, 'message')));
  const url = `http://127.0.0.1:${port}`;
  const handle = async ({ url: href, method, headers }: Request): Promise<Response> => {
    const { pathname, search } = new URL(href);
    return fetch(url + pathname + search, { method, headers, redirect: 'manual' });
  };
  return { child, url, handle };
}

const statusOf = async (browser: Browser): Promise<unknown> => {
  const state: { status: unknown } = await (await browser.call('/api/close/session')).json();
  return state.status;
};

/** The same browser, whose requests one process handles. */
function browserAt({ handle }: AppProcess, { cookies }: Browser): Browser {
  const browser = createBrowser(handle);
  for (const [name, cookie] of cookies) browser.cookies.set(name, cookie);
  return browser;
}

const remote = engines.filter(({ name }) => name === 'postgres' || name === 'redis');

describe.each(remote)('three processes over $name', ({ makePlace }) => {
  it('share sessions through kills, events, and the end of sessions', async () => {
    const place = await makePlace();
    onTestFinished(() => place.end());
    const start = (): Promise<AppProcess> => startProcess(place.spec);
    let fleet: AppProcess[] = await Promise.all([start(), start(), start()]);
    let turn = 0;
    const next = (request: Request): Promise<Response> => {
      turn += 1;
      const process = fleet[turn % fleet.length];
      return process === undefined ? Promise.reject(new Error('no process')) : process.handle(request);
    };

    const browser = await signInAs(next, 'user_1@orga_1', createBrowser(next));
    const bystander = await signInAs(next, 'user_2@orga_1', createBrowser(next));
    for (const [index, process] of fleet.entries()) {
      process.child.kill('SIGKILL');
      await once(process.child, 'exit');
      fleet = fleet.with(index, await start());
      for (let call = 0; call < 3; call += 1) expect(await statusOf(browser)).toBe('signed-in');
    }

    const pages = await Promise.all(
      fleet.map(async (process) => readMessages(await browserAt(process, browser).call('/api/close/events'))),
    );
    for (const page of pages) await page.next();
    // A page of a process that has just begun to listen receives a reset first.
    let deliveries = 0;
    for (const page of pages) {
      let message = '';
      while (!message.includes('ev_')) {
        deliveries += 1;
        const url = `${fleet[0]?.url}/api/close/webhook`;
        const delivery = signDelivery(closeEvent({ id: `ev_${deliveries}`, organization_id: 'orga_1' }), {
          url,
        });
        expect((await fetch(delivery)).status).toBe(204);
        message = (await page.next()) ?? 'ev_none';
      }
      expect(message).toContain(`event: close`);
    }

    const [, , last] = fleet;
    last?.child.send('user_1');
    await Promise.all(pages.map((page) => page.rest()));
    for (let call = 0; call < 3; call += 1) expect(await statusOf(browser)).toBe('signed-out');
    expect(await statusOf(bystander)).toBe('signed-in');
  });
});
