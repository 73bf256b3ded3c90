import { createBrowser } from '../browser.ts';
import type { Browser } from '../browser.ts';
import type { Fleet } from './fleet.ts';
import { sendTo } from './load-balancer.ts';

/** A browser whose requests one process handles, with the cookies of another. */
export function browserAt({ apps }: Fleet, place: number, from?: Browser): Browser {
  const browser = createBrowser(async (request) => {
    const outcome = await sendTo(apps[place]?.port ?? 0, request, Buffer.from(await request.arrayBuffer()));
    if (outcome instanceof Response) return outcome;
    throw new Error(`The process at ${place} does not respond.`);
  });
  for (const [name, cookie] of from?.cookies ?? []) browser.cookies.set(name, cookie);
  return browser;
}

/** The `status` of `GET session`. */
export async function statusOf(browser: Browser): Promise<unknown> {
  const state: { status?: unknown; code?: unknown } = await (await browser.call('/api/close/session')).json();
  return state.status ?? state.code;
}
