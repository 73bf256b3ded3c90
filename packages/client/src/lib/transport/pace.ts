import { createLocalRate } from '../pacing/local-rate.ts';
import type { Pacing } from './pacing.ts';
import { withPacing } from './with-pacing.ts';

/**
 * Paces calls in this process: lets them wait in a queue for each endpoint group, before Close refuses them.
 * `createCloseClient` does so by default; a connection of `@closekit/client/operations` contains the code
 * only when it is passed.
 *
 * @returns The `rateLimit` option.
 * @example
 * const close = createCloseConnection({ auth: apiKey('api_…'), rateLimit: pace() });
 */
export function pace(): Pacing {
  return { kind: 'pacing', toLayer: (settings) => withPacing({ ...settings, toRate: createLocalRate }) };
}
