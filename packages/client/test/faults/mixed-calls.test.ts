import { describe, expect, it, onTestFinished } from 'vitest';
import { runMixedCalls } from './run-mixed-calls.ts';

const openSockets = () => process.getActiveResourcesInfo().filter((name) => name.startsWith('TCP')).length;

describe('hundreds of mixed calls with a fault at every twentieth request', () => {
  it('each end as the rules say, without a second write, and leave nothing behind', async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown) => void rejections.push(reason);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const before = openSockets();

    const { problems, endings, faulty, refused, listeners } = await runMixedCalls(400, 2);

    expect(problems).toEqual([]);
    expect(Object.keys(endings).length).toBeGreaterThan(3);
    expect(faulty).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(0);
    expect(listeners).toBeLessThanOrEqual(1);
    expect(rejections).toEqual([]);
    await expect.poll(openSockets).toBe(before);
  });
});
