import { describe, expect, it } from 'vitest';
import { engines } from '../engines.ts';
import { browserAt, statusOf } from './browser-at.ts';
import { openSite } from './open-site.ts';
import { createVisitor } from './visitor.ts';
import type { Site, Visitor } from './visitor.ts';

const remote = engines.filter(({ name }) => name === 'postgres' || name === 'redis');

/** The states of a browser at all processes, with the cookies that it had before. */
const statusEverywhere = ({ fleet }: Site, { browser }: Pick<Visitor, 'browser'>): Promise<unknown[]> =>
  Promise.all(fleet.apps.map((_, place) => statusOf(browserAt(fleet, place, browser))));

describe.each(remote)('three processes over $name while Close is down', (engine) => {
  it('sign out and disconnect at once, and finish the disconnects when Close is back', async () => {
    const site = await openSite(engine, { seed: 1, tokenLifetimeMs: 3_600_000 });
    const { close, fleet } = site;
    const [organizationId = ''] = close.sandbox.organizations.map(({ id }) => id);
    const visit = async (userId: string): Promise<Visitor> => {
      const visitor = createVisitor(site, { userId, organizationId });
      await visitor.signIn();
      return visitor;
    };
    const leaving = await visit('user_1');
    const disconnecting = await visit('user_2');
    const interrupted = await visit('user_3');
    expect(close.sandbox.activeGrants()).toBe(3);
    const down = close.sandbox.faults.next({ drop: 'before', times: Infinity });

    const shared = browserAt(fleet, 2, leaving.browser);
    expect((await shared.call('/api/close/logout', { method: 'POST' })).status).toBe(204);
    expect([shared.cookies.size, await leaving.page()?.ended]).toEqual([0, 'signed_out']);
    for (const [place, visitor] of [disconnecting, interrupted].entries()) {
      const browser = browserAt(fleet, place, visitor.browser);
      expect((await browser.call('/api/close/disconnect', { method: 'POST' })).status).toBe(204);
      expect([browser.cookies.size, await visitor.page()?.ended]).toEqual([0, 'signed_out']);
    }
    // The process with the second disconnect dies before it can finish it. Its successor resumes those of all processes.
    fleet.restart(1);
    await fleet.ready();
    for (const visitor of [leaving, disconnecting, interrupted])
      expect(await statusEverywhere(site, visitor)).toEqual(['signed-out', 'signed-out', 'signed-out']);
    expect(close.sandbox.activeGrants()).toBe(3);

    down.remove();
    const finished = (): string[] => fleet.apps.flatMap(({ events }) => events).toSorted();
    await expect.poll(finished).toEqual(['revoked user_2', 'revoked user_3']);
    expect(close.sandbox.activeGrants()).toBe(1);
    await leaving.signIn();
    expect(await leaving.status()).toBe('signed-in');
    leaving.leave();
  });
});
