import { describe, expect, it, onTestFinished } from 'vitest';
import { engines } from '../engines.ts';
import { runSoak } from './run-soak.ts';
import type { SoakReport } from './run-soak.ts';

const engineName = process.env.CLOSEKIT_SOAK_ENGINE ?? 'sqlite';
const durationMs = Number(process.env.CLOSEKIT_SOAK_MINUTES ?? 10) * 60_000;
const policies = ['refuse', 'revoke-grant'] as const;

describe.each(policies)('a fleet under kills and faults, against a server with the policy %s', (reuse) => {
  it(
    'loses no connection without a kill or a lost reply between the rotation and the write',
    async () => {
      const engine = engines.find(({ name }) => name === engineName);
      const place = await engine?.makePlace();
      if (place?.spec === undefined) throw new Error(`${engineName} is not here`);
      onTestFinished(() => place.end());
      const report = await runSoak({ store: place.spec, reuse, durationMs: durationMs / policies.length });
      process.stdout.write(format(reuse, report));
      expect(report.unexplained).toEqual([]);
      expect(report.refreshes).toBeGreaterThan(100);
      expect(report.kills).toBeGreaterThan(3);
      expect(report.served).toBeGreaterThan(100);
    },
    durationMs + 60_000,
  );
});

function format(policy: string, report: SoakReport): string {
  const { refreshes, reuses, kills, faults, lostReplies, losses, unexplained, events, served } = report;
  const { codes, longestWindowMs } = report;
  return [
    `soak, ${policy}: ${refreshes} refreshes, ${served} tokens served, ${kills} kills, ${faults} faults`,
    `  ${lostReplies} replies lost after the rotation, ${reuses} refresh tokens sent after they were spent`,
    `  ${losses} connections lost, ${unexplained.length} of them unexplained`,
    `  a kill came at most ${longestWindowMs} ms after the reply that it lost`,
    `  callers were told ${JSON.stringify(codes)}`,
    `  events ${JSON.stringify(events)}`,
    '',
  ].join('\n');
}
