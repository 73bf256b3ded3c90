import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCountingServer } from './counting-server.ts';
import { hasRedis, openRedis, startRedis } from './redis.ts';

interface Counts {
  readonly served: number;
  readonly failed: number;
}

const workerPath = new URL('worker.ts', import.meta.url);
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'closekit-compile-cache') };

/** Starts a process that sends 150 reads at once after its first message. */
function startProcess(...values: string[]): ChildProcess {
  const execArgv = ['--conditions=@closekit/source'];
  const child = fork(workerPath, values, { execArgv, stdio: 'inherit', env });
  onTestFinished(() => void child.kill());
  return child;
}

/** Has a process send its reads, and returns what they came to. */
async function run(child: ChildProcess): Promise<Counts> {
  const counts = once(child, 'message');
  child.send('go');
  const [reported] = await counts;
  return reported;
}

// Shares and refusals are measured in virtual time: on a busy machine Redis takes so long that processes pace alone.
describe.runIf(hasRedis)('four processes with a budget on Redis', () => {
  it('have all their reads served, under one key', async () => {
    const [url, server] = [await startRedis(), await startCountingServer(100)];
    onTestFinished(server.close);
    const prefix = `${randomBytes(8).toString('hex')}:`;
    const children = [1, 2, 3, 4].map(() => startProcess(url, prefix, server.baseUrl));
    await Promise.all(children.map((child) => once(child, 'message')));
    const counts = await Promise.all(children.map(run));
    process.stdout.write(
      `${server.refused()} refused; in each second ${server.served().join(', ')} served\n`,
    );
    expect(counts).toEqual(children.map(() => ({ served: 150, failed: 0 })));
    const redis = await openRedis(url);
    const keys = await redis.keys(`${prefix}*`);
    redis.destroy();
    // A digest of the credential, and the endpoint group.
    expect(keys).toEqual([expect.stringMatching(/^[\da-f]{16}:[\da-f]{32} GET \/me\/$/)]);
  });
});
