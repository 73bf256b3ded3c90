import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './find-free-port.ts';
import { runGuarded } from './run-guarded.ts';
import type { EngineServer } from './start-postgres.ts';

/** Tells whether Redis or Valkey is on PATH. */
export function isRedisInstalled(): boolean {
  return findProgram() !== undefined;
}

/** Starts the Redis or Valkey that is on PATH, in a folder of its own, on a free loopback port. */
export async function startRedis(appendfsync: string = 'always'): Promise<EngineServer> {
  const program = findProgram();
  if (program === undefined) throw new Error('redis-server is not on PATH');
  const folder = await mkdtemp(join(tmpdir(), 'closekit-redis-'));
  const [password, port] = [randomBytes(16).toString('hex'), await findFreePort()];
  const settings = {
    port,
    bind: '127.0.0.1',
    requirepass: password,
    dir: folder,
    save: '""',
    appendonly: 'yes',
    appendfsync,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
  await writeFile(join(folder, 'redis.conf'), lines.join(''), { mode: 0o600 });
  try {
    const server = await runGuarded({
      command: [program, join(folder, 'redis.conf')],
      folder,
      readyText: 'Ready to accept connections',
      stopSignal: 'TERM',
    });
    return { ...server, url: `redis://:${password}@127.0.0.1:${port}` };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function findProgram(): string | undefined {
  return ['redis-server', 'valkey-server'].find(isInstalled);
}

function isInstalled(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
