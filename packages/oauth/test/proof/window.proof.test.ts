import { expect, describe, it, onTestFinished } from 'vitest';
import { createCloseOAuth } from '@closekit/oauth';
import { engines } from '../engines.ts';
import { isLong } from './is-long.ts';
import { startTokenServer } from './token-server.ts';
import { workerKeys } from './worker-keys.ts';

const rotations = isLong ? 2000 : 100;

describe.each(engines)('the window between rotation and write on $name', (engine) => {
  it('is one response and one write', async () => {
    const place = await engine.makePlace();
    const server = await startTokenServer();
    const inner = place.connect();
    const windowsMs: number[] = [];
    let rotatedAt = 0;
    server.plan = () => ({ kind: 'committed', notice: () => (rotatedAt = performance.now()) });
    const oauth = createCloseOAuth({
      clientId: 'client',
      clientSecret: 'client-secret',
      redirectUri: 'https://app.example/callback',
      keys: workerKeys,
      server: server.metadata,
      store: {
        ...inner,
        async compareAndSet(key, version, next) {
          const done = await inner.compareAndSet(key, version, next);
          if (next.lease === null && next.generation > 1) windowsMs.push(performance.now() - rotatedAt);
          return done;
        },
      },
    });
    onTestFinished(async () => {
      await oauth.close();
      await server.close();
      await place.end();
    });
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = `https://app.example/callback?code=window/user&state=${url.searchParams.get('state')}`;
    const { grant } = await oauth.finishAuthorization({ callbackUrl, transaction });
    for (let rotation = 0; rotation < rotations; rotation += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one rotation after another.
      grant.invalidate(await grant.get());
    }
    windowsMs.sort((a, b) => a - b);
    const [p50 = 0, p99 = 0] = [0.5, 0.99].map((share) => windowsMs[Math.floor(windowsMs.length * share)]);
    process.stdout.write(`window on ${engine.name}: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms\n`);
    expect(windowsMs.length).toBe(rotations - 1);
  });
});
