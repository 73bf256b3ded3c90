import { onTestFinished } from 'vitest';
import { seededRandom } from '../../../oauth/test/soak/seeded-random.ts';
import type { Engine } from '../engines.ts';
import { startClose } from './close.ts';
import { startFleet } from './fleet.ts';
import { createLoadBalancer } from './load-balancer.ts';
import { createTally } from './tally.ts';
import type { Site } from './visitor.ts';

/** The options of {@link openSite}. */
export interface SiteOptions {
  /** Determines what visitors do, and when processes are killed. */
  readonly seed: number;
  readonly tokenLifetimeMs: number;
}

/** Starts Close and three processes of the app, for one test. */
export async function openSite(
  { makePlace, name }: Engine,
  { seed, tokenLifetimeMs }: SiteOptions,
): Promise<Site> {
  process.stdout.write(`${name}: CLOSEKIT_SEED=${seed}\n`);
  const place = await makePlace();
  onTestFinished(() => place.end());
  const { spec } = place;
  if (spec === undefined || spec.engine === 'sqlite') throw new Error('A fleet needs a server.');
  const tokens =
    spec.engine === 'postgres'
      ? { ...spec, table: `${spec.table}_grants` }
      : { ...spec, prefix: `${spec.prefix}grants:` };
  const send = createLoadBalancer(() => fleet.apps);
  const close = await startClose({ tokenLifetimeMs, send });
  onTestFinished(() => close.close());
  const fleet = await startFleet({ sessions: spec, tokens, ...close.settings });
  onTestFinished(() => fleet.close());
  return { close, fleet, send, tally: createTally(), random: seededRandom(seed) };
}
