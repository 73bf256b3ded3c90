import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCountingServer } from './counting-server.ts';
import { hasRedis, openRedis, startRedis } from './redis.ts';

interface Counts {
  readonly served: number;
  readonly failed: number;
}

const workerPath = new URL('worker.ts', import.meta.url);
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'closekit-compile-cache') };

/** Starts a process that reads with 16 workers. */
function startProcess(...values: string[]): ChildProcess {
  const execArgv = ['--conditions=@closekit/source'];
  const child = fork(workerPath, [...values, '16'], { execArgv, stdio: 'inherit', env });
  onTestFinished(() => void child.kill());
  return child;
}

/** Ends a process, and returns what its calls came to. */
async function end(child: ChildProcess): Promise<Counts> {
  const counts = once(child, 'message');
  child.send('end');
  const [reported] = await counts;
  return reported;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe.runIf(hasRedis)('four processes with a budget on Redis', () => {
  it('serve every call, use 85 % of the limit, and are hardly ever refused', async () => {
    const [url, server] = [await startRedis(), await startCountingServer(100)];
    onTestFinished(server.close);
    const prefix = `${randomBytes(8).toString('hex')}:`;
    const children = [1, 2, 3, 4].map(() => startProcess(url, prefix, server.baseUrl));
    await Promise.all(children.map((child) => once(child, 'message')));
    await sleep(8_000);
    const counts = await Promise.all(children.map(end));
    expect(sum(counts.map(({ failed }) => failed))).toBe(0);
    // The first second and the last are not whole.
    const seconds = server.served().slice(1, -1).toSorted((a, b) => a - b);
    const median = seconds[Math.floor(seconds.length / 2)] ?? 0;
    const served = sum(server.served());
    process.stdout.write(`${served} served, ${server.refused()} refused, median of a second ${median}\n`);
    expect(median).toBeGreaterThanOrEqual(85);
    expect(server.refused()).toBeLessThanOrEqual(served / 100);
    expect(counts.every((count) => count.served > 0)).toBe(true);
    const redis = await openRedis(url);
    const keys = await redis.keys(`${prefix}*`);
    redis.destroy();
    // A digest of the credential, and the endpoint group.
    expect(keys).toEqual([expect.stringMatching(/^[\da-f]{16}:[\da-f]{32} GET \/me\/$/)]);
  });
});
