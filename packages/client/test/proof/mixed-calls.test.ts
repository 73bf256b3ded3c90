import { describe, expect, it, onTestFinished } from 'vitest';
import { runMixedCalls } from '../faults/run-mixed-calls.ts';

describe('10,000 mixed calls with a fault at every twentieth request', () => {
  it('each end as the rules say, and no write is carried out twice', async () => {
    const rejections: unknown[] = [];
    const note = (reason: unknown) => void rejections.push(reason);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const endings = new Set<string>();
    let faulty = 0;
    // The log of a sandbox holds 10,000 requests: each run has a sandbox of its own.
    for (const seed of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      const report = await runMixedCalls(1_000, seed);
      expect(report).toMatchObject({ problems: [], seed });
      faulty += report.faulty;
      for (const ending of Object.keys(report.endings)) endings.add(ending);
    }
    expect(faulty).toBeGreaterThan(400);
    expect([...endings].toSorted()).toEqual([
      'aborted',
      'decode',
      'invalid_request',
      'network',
      'ok',
      'server_error',
      'timeout',
    ]);
    expect(rejections).toEqual([]);
  });
});
