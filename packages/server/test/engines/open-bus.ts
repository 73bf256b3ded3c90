import type { LiveBus } from '../../src/index.ts';
import { postgresLiveBus } from '../../src/stores/postgres.ts';
import { redisLiveBus } from '../../src/stores/redis.ts';
import type { SessionsSpec } from './open-sessions.ts';

/** Opens the bus beside a store. It imports no test runner, so that child processes can use it. */
export function openBus(spec: Exclude<SessionsSpec, { engine: 'sqlite' }>): Required<LiveBus> {
  return spec.engine === 'postgres'
    ? postgresLiveBus({ connectionString: spec.url, channel: spec.table })
    : redisLiveBus({ url: spec.url, channel: spec.prefix });
}
