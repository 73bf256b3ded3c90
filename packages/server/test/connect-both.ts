import { createBrowser } from './browser.ts';
import { connectSandbox, signIn } from './connect-sandbox.ts';
import type { World } from './connect-sandbox.ts';

export const switchTo = ({ browser }: Pick<World, 'browser'>, organizationId: unknown) =>
  browser.call('/api/close/switch', { method: 'POST', body: JSON.stringify({ organizationId }) });

export const signOut = ({ browser }: Pick<World, 'browser'>) =>
  browser.call('/api/close/logout', { method: 'POST' });

/** The same app in another browser, or in this one with its current cookies. */
export function otherBrowser(world: World, cookies: World['browser']['cookies'] = new Map()): World {
  const browser = createBrowser(world.handler);
  for (const [name, cookie] of cookies) browser.cookies.set(name, cookie);
  return { ...world, browser };
}

/** A browser that has connected both organizations of the sandbox, the second one last. */
export async function connectBoth(options: Parameters<typeof connectSandbox>[0] = {}) {
  const world = connectSandbox(options);
  const [first, second] = world.sandbox.organizations.map(({ id, name }) => ({ id, name }));
  if (first === undefined || second === undefined) throw new Error('The sandbox has two organizations.');
  await signIn(world, { organizationId: first.id });
  await signIn(world, { organizationId: second.id });
  return { world, first, second };
}
