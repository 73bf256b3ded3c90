import { createBrowser } from '../browser.ts';
import type { Browser } from '../browser.ts';
import { statusOf } from './browser-at.ts';
import type { Close, Person } from './close.ts';
import type { Fleet } from './fleet.ts';
import { CutError } from './load-balancer.ts';
import { openPage } from './page.ts';
import type { Page } from './page.ts';
import { pause } from './pause.ts';
import { countResponse } from './tally.ts';
import type { Tally } from './tally.ts';

/** A user with a browser and an open page. */
export interface Visitor extends Person {
  readonly browser: Browser;
  readonly page: () => Page | undefined;
  /** Signs in, and opens the page. */
  signIn(): Promise<void>;
  /** Signs in, and then reads and writes until the signal. At the end the user is connected. */
  stay(until: AbortSignal): Promise<void>;
  /** The `status` of `GET session`. */
  status(): Promise<unknown>;
  /** Creates a lead, and tries again until that succeeds. */
  write(): Promise<void>;
  leave(): void;
}

/** Where visitors go. */
export interface Site {
  readonly close: Close;
  readonly fleet: Fleet;
  readonly send: (request: Request) => Promise<Response>;
  readonly tally: Tally;
  readonly random: () => number;
}

const base = '/api/close';

/** Creates a user who has not signed in yet. */
export function createVisitor(site: Site, person: Person): Visitor {
  const { close, fleet, tally, random } = site;
  const browser = createBrowser(site.send);
  let page: Page | undefined;

  async function tryToSignIn(): Promise<boolean> {
    const startedAt = performance.now();
    const ids = await login().catch(unlessCut);
    tally.logins += 1;
    if (new Set(ids).size > 1) tally.doubleLogins.push(person.userId);
    if (ids !== undefined && ids.length === 2) return true;
    if (wasKilledSince(fleet, startedAt)) tally.cutLogins += 1;
    else tally.failedLogins.push(person.userId);
    return ids !== undefined && ids.length > 0;
  }

  /** Sends the callback to two processes at once. Returns the ids of their sessions. */
  async function login(): Promise<string[]> {
    const response = await browser.visit(`${base}/login?returnTo=/leads`);
    const { pathname, search } = await close.consent(response.headers.get('location') ?? '', person);
    const visit = (): Promise<Response | undefined> =>
      browser.visit(pathname + search, { crossSite: true }).catch(unlessCut);
    const responses = await Promise.all([visit(), visit()]);
    return responses.flatMap((one) => (one === undefined ? [] : sessionIdOf(one)));
  }

  /** As a browser does: the page closes, and the app opens again after the login. */
  async function signIn(): Promise<void> {
    page?.close();
    await page?.ended;
    while (!(await tryToSignIn())) await pause(50);
    page = openPage({ browser, changes: () => close.sandbox.deliveries.length, random });
  }

  async function call(path: string, init?: RequestInit): Promise<string> {
    const response = await browser.call(base + path, init).catch(unlessCut);
    if (response === undefined) return 'cut';
    const body: unknown = await response.json();
    return response.ok ? 'ok' : codeOf(body, response.status);
  }

  const read = (): Promise<string> => call('/api/v1/lead/?_limit=1&_fields=id');
  const write = (): Promise<string> => {
    const headers = { 'content-type': 'application/json' };
    return call('/api/v1/lead/', { method: 'POST', headers, body: JSON.stringify({ name: person.userId }) });
  };

  const status = async (): Promise<unknown> => (await statusOf(browser).catch(unlessCut)) ?? 'cut';

  async function act(): Promise<void> {
    const choice = random();
    if (choice < 0.3) return judge(await status());
    const isWrite = choice < 0.4;
    const code = await attempt(isWrite ? write : read);
    if (code === 'cut' && isWrite) tally.cutWrites += 1;
    if (code === 'cut' && !isWrite) tally.cutReads += 1;
  }

  async function attempt(send: () => Promise<string>): Promise<string> {
    const code = await send();
    countResponse(tally, code);
    if (code === 'signed_out') await judge('signed-out');
    if (code === 'reauthorization_required') await judge(await status());
    return code;
  }

  async function insist(send: () => Promise<string>): Promise<void> {
    while ((await attempt(send)) !== 'ok') await pause(50);
  }

  async function judge(state: unknown): Promise<void> {
    countResponse(tally, `session ${String(state)}`);
    if (state === 'signed-out') tally.signOuts.push(person.userId);
    if (state === 'needs-reauth') tally.losses.push(person.userId);
    if (state === 'signed-out' || state === 'needs-reauth') await signIn();
  }

  return {
    ...person,
    browser,
    page: () => page,
    signIn,
    async stay(until) {
      await pause(3000 * random());
      await signIn();
      while (!until.aborted) {
        await act();
        tally.acts.set(person.userId, (tally.acts.get(person.userId) ?? 0) + 1);
        await pause(50 + 100 * random());
      }
      // A connection that was lost in the end is connected again.
      await insist(read);
    },
    status,
    write: () => insist(write),
    leave: () => page?.close(),
  };
}

/** `undefined` for a connection that a kill has cut. */
function unlessCut(error: unknown): undefined {
  if (!(error instanceof CutError)) throw error;
}

function sessionIdOf(response: Response): string[] {
  return response.headers.getSetCookie().flatMap((cookie) => {
    const [, id] = /^__Host-closekit=([^;]+)/.exec(cookie) ?? [];
    return id === undefined ? [] : [id];
  });
}

function wasKilledSince({ history }: Fleet, at: number): boolean {
  return [...history.values()].some(({ killedAt }) => killedAt !== undefined && killedAt >= at);
}

function codeOf(body: unknown, status: number): string {
  const hasCode = typeof body === 'object' && body !== null && 'code' in body;
  return hasCode ? String(body.code) : `status ${status}`;
}
