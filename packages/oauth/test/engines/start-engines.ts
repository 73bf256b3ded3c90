import type { TestProject } from 'vitest/node';
import { startPostgres } from './start-postgres.ts';
import type { EngineServer } from './start-postgres.ts';
import { startRedis } from './start-redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The URLs of the servers that run; one that is missing is undefined. */
    engines: { postgres: string | undefined; redis: string | undefined };
  }
}

/**
 * Starts the databases once for the whole run, or takes those that DATABASE_URL and REDIS_URL name.
 *
 * @param project - Gets their URLs.
 * @returns Stops what was started.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started: EngineServer[] = [];
  const start = async (url: string | undefined, launch: () => Promise<EngineServer | undefined>) => {
    if (url) return url;
    const server = await launch();
    if (server) started.push(server);
    return server?.url;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
  };
  try {
    const [postgres, redis] = await Promise.all([
      start(process.env.DATABASE_URL, startPostgres),
      start(process.env.REDIS_URL, startRedis),
    ]);
    report(postgres, 'PostgreSQL was not found for this platform (set DATABASE_URL)');
    report(redis, 'redis-server is not on PATH (install it, or set REDIS_URL)');
    project.provide('engines', { postgres, redis });
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function report(url: string | undefined, missing: string): void {
  if (url !== undefined) return;
  if (process.env.CI) throw new Error(missing);
  process.stderr.write(`${missing}: the tests on it are skipped.\n`);
}
