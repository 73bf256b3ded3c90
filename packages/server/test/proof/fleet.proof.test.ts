import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { engines } from '../engines.ts';
import type { Engine } from '../engines.ts';
import { readMessages } from '../read-messages.ts';
import type { MessageReader } from '../read-messages.ts';
import { browserAt, statusOf } from './browser-at.ts';
import { judgeSpends } from './judge-spends.ts';
import { openSite } from './open-site.ts';
import { pause } from './pause.ts';
import { createVisitor } from './visitor.ts';
import type { Site, Visitor } from './visitor.ts';

const seed = Number(process.env.CLOSEKIT_SEED ?? randomInt(1_000_000));
const visitorCount = 20;
// All of them must be reached, however fast the machine is.
const least = { ms: 15_000, kills: 12, acts: 10, refreshes: 20 };
// A hang guard: the last event reaches every page within milliseconds.
const arrivalLimitMs = 30_000;
const remote = engines.filter(({ name }) => name === 'postgres' || name === 'redis');

describe.each(remote)('three processes over $name that are killed in turn under load', (engine) => {
  it('sign no user out, start no session twice, and lose no event', async () => {
    const site = await openSite(engine, { seed, tokenLifetimeMs: 4000 });
    const { fleet, close, tally, random } = site;
    const [first = '', second = ''] = close.sandbox.organizations.map(({ id }) => id);
    const visitors = Array.from({ length: visitorCount }, (_, index) => {
      const organizationId = index % 2 === 0 ? first : second;
      return createVisitor(site, { userId: `user_${index + 1}`, organizationId });
    });
    const over = new AbortController();
    const stays = visitors.map((visitor) => visitor.stay(over.signal));
    const startedAt = performance.now();
    const isDone = (count: number): boolean =>
      performance.now() - startedAt >= least.ms &&
      count >= least.kills &&
      close.spends.size >= least.refreshes &&
      visitors.every(({ userId }) => (tally.acts.get(userId) ?? 0) >= least.acts);
    const hasFailed = (): boolean => Object.values(failuresOf(site)).flat().length > 0;
    const kills = await fleet.killInTurn((count) => isDone(count) || hasFailed(), random);
    over.abort();
    // At once: who is signed out again and again would never come to an end.
    expect(failuresOf(site)).toEqual(noFailures);
    await Promise.all(stays);
    await fleet.ready();

    // One more change in each organization, when all processes are at rest.
    for (const visitor of visitors.slice(0, 2)) await visitor.write();
    await close.delivered();
    const missing = await waitForEvents(visitors, site);
    const spends = judgeSpends(close.spends, fleet.history);
    report({ engine, kills, visitors, site, afterKill: spends.afterKill });
    expect(missing).toEqual([]);
    expect(failuresOf(site)).toEqual(noFailures);
    expect(spends.unexplained).toEqual([]);
    // Each lost connection is the work of one kill.
    expect(withoutEach(tally.losses, spends.afterKill)).toEqual([]);

    await endEverywhere(visitors, site, engine);
  });
});

/** Waits until every page knows every change in its organization. Returns what is missing when that takes too long. */
async function waitForEvents(visitors: readonly Visitor[], site: Site): Promise<string[]> {
  const endsAt = performance.now() + arrivalLimitMs;
  let missing = listMissing(visitors, site);
  while (missing.length > 0 && performance.now() < endsAt) {
    await pause(10);
    missing = listMissing(visitors, site);
  }
  return missing;
}

function listMissing(visitors: readonly Visitor[], { close }: Site): string[] {
  return visitors.flatMap(({ userId, organizationId, page }) => {
    const own = page();
    if (own === undefined) return [`${userId} has no page`];
    return close.sandbox.deliveries.flatMap(({ event }, index) => {
      const isKnown = index < own.knownUpTo() || own.events.has(event.id);
      return event.organization_id !== organizationId || isKnown ? [] : [`${userId} misses ${event.id}`];
    });
  });
}

/** The first list without one member for each of the second. */
function withoutEach(list: readonly string[], others: readonly string[]): string[] {
  const rest = [...list];
  for (const other of others) if (rest.includes(other)) rest.splice(rest.indexOf(other), 1);
  return rest;
}

/** Ends the sessions of one organization at one process, while pages are open at all of them. */
async function endEverywhere(visitors: readonly Visitor[], site: Site, { name }: Engine): Promise<void> {
  const { fleet, close } = site;
  const [ended, other] = visitors;
  if (ended === undefined || other === undefined) throw new Error('No visitors.');
  const open = ({ browser }: Visitor) =>
    fleet.apps.map(async (_, place) => {
      const reader = readMessages(await browserAt(fleet, place, browser).call('/api/close/events'));
      await reader.next();
      return reader;
    });
  const streams = await Promise.all(open(ended));
  const others = await Promise.all(open(other));
  const startedAt = performance.now();
  const asked = fleet.ask(2, { type: 'end-all', filter: { organizationId: ended.organizationId } }, 'ended');
  await Promise.all(streams.map((stream) => stream.rest()));
  const own = visitors.filter(({ organizationId }) => organizationId === ended.organizationId);
  const refusals = await Promise.all(own.map(async ({ page }) => page()?.ended));
  const tookMs = Math.round(performance.now() - startedAt);
  process.stdout.write(`${name}: sessions and streams ended in all processes after ${tookMs} ms\n`);
  expect(await asked).toMatchObject({ count: own.length });
  expect(refusals).toEqual(own.map(() => 'signed_out'));
  for (const [place] of fleet.apps.entries())
    expect(await statusOf(browserAt(fleet, place, ended.browser))).toBe('signed-out');
  // The others stay, and their streams too.
  await other.write();
  await close.delivered();
  for (const stream of others) expect(await nextEvent(stream)).toContain('event: close');
  const rest = visitors.filter(({ organizationId }) => organizationId === other.organizationId);
  for (const { status } of rest) expect(await status()).toBe('signed-in');
  for (const visitor of visitors) visitor.leave();
  for (const stream of others) await stream.leave();
}

/** The next event. A process that has just begun to listen sends a reset first. */
async function nextEvent(stream: MessageReader): Promise<string | undefined> {
  const message = await stream.next();
  return message?.includes('event: reset') ? nextEvent(stream) : message;
}

const noFailures = { signOuts: [], doubleLogins: [], failedLogins: [], exchangedTwice: [] };

/** What must never happen, with the users. */
function failuresOf({ tally, close }: Site): Record<keyof typeof noFailures, readonly string[]> {
  const { signOuts, doubleLogins, failedLogins } = tally;
  const twice = [...close.exchanges].filter(([, exchanged]) => exchanged.length > 1);
  const exchangedTwice = twice.flatMap(([, exchanged]) => exchanged[0]?.userId ?? []);
  return { signOuts, doubleLogins, failedLogins, exchangedTwice };
}

interface Report {
  readonly engine: Engine;
  readonly kills: number;
  readonly visitors: readonly Visitor[];
  readonly site: Site;
  readonly afterKill: readonly string[];
}

function report({ engine, kills, visitors, site, afterKill }: Report): void {
  const { tally, close } = site;
  const pages = visitors.flatMap(({ page }) => page() ?? []);
  const sum = (name: 'reconnects' | 'resets'): number =>
    pages.reduce((all, { counts }) => all + counts[name], 0);
  const lines = [
    `${kills} kills, ${tally.logins} logins (${tally.cutLogins} cut), ${close.spends.size} refreshes`,
    `${close.sandbox.deliveries.length} events, ${sum('reconnects')} reconnects of pages, ${sum('resets')} resets`,
    `${tally.signOuts.length} sign-outs, ${tally.doubleLogins.length} double logins, ${failuresOf(site).exchangedTwice.length} codes exchanged twice, ${tally.cutReads} reads and ${tally.cutWrites} writes cut`,
    `${tally.losses.length} connections lost, ${afterKill.length} of their tokens spent again after a kill`,
    `responses: ${JSON.stringify(Object.fromEntries(tally.responses))}`,
  ];
  process.stdout.write(lines.map((line) => `${engine.name}: ${line}\n`).join(''));
}
