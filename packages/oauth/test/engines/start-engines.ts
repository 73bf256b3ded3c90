import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { TestProject } from 'vitest/node';
import { isPostgresInstalled, startPostgres } from './start-postgres.ts';
import type { EngineServer } from './start-postgres.ts';
import { isRedisInstalled, startRedis } from './start-redis.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The engines of this machine, and where to ask for the URL of one. */
    engines: { readonly desk: string; readonly available: readonly EngineName[] };
  }
}

/** The engines that run as servers of their own. */
export type EngineName = 'postgres' | 'redis';

interface EngineSource {
  /** A server that is already running. */
  readonly url: string | undefined;
  readonly missing: string;
  isInstalled(): boolean | Promise<boolean>;
  start(): Promise<EngineServer>;
}

const sources: Readonly<Record<EngineName, EngineSource>> = {
  postgres: {
    url: process.env.DATABASE_URL,
    missing: 'PostgreSQL was not found for this platform (set DATABASE_URL)',
    isInstalled: isPostgresInstalled,
    start: startPostgres,
  },
  redis: {
    url: process.env.REDIS_URL,
    missing: 'redis-server is not on PATH (install it, or set REDIS_URL)',
    isInstalled: isRedisInstalled,
    start: startRedis,
  },
};

/**
 * Opens a desk where the test workers get the URL of a database. A server starts when the first worker asks for it, so
 * that tests without a database do not wait for one.
 *
 * @param project - Receives the address of the desk.
 * @returns Closes the desk and stops the servers.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const available: EngineName[] = [];
  for (const name of ['postgres', 'redis'] as const) if (await isAvailable(name)) available.push(name);
  const servers = new Map<EngineName, Promise<EngineServer>>();
  const server = createServer((request, response) => {
    const name = available.find((engine) => request.url === `/${engine}`);
    if (name === undefined) {
      response.writeHead(404).end();
      return;
    }
    urlOf(name, servers).then(
      (url) => response.end(url),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  project.provide('engines', { desk: await listen(server), available });
  return async () => {
    server.closeAllConnections();
    server.close();
    const started = await Promise.allSettled(servers.values());
    const running = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    await Promise.all(running.map((engine) => engine.stop()));
  };
}

async function isAvailable(name: EngineName): Promise<boolean> {
  const { url, missing, isInstalled } = sources[name];
  if (url || (await isInstalled())) return true;
  if (process.env.CI) throw new Error(missing);
  process.stderr.write(`${missing}: the tests on it are skipped.\n`);
  return false;
}

async function urlOf(name: EngineName, servers: Map<EngineName, Promise<EngineServer>>): Promise<string> {
  const { url, start } = sources[name];
  if (url) return url;
  const server = servers.get(name) ?? start();
  servers.set(name, server);
  return (await server).url;
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
    });
  });
}
