import { describe, expect, it, onTestFinished } from 'vitest';
import { engines } from '../engines.ts';
import { runSoak } from './run-soak.ts';
import type { SoakReport } from './run-soak.ts';

const engineName = process.env.CLOSEKIT_SOAK_ENGINE ?? 'sqlite';
const durationMs = Number(process.env.CLOSEKIT_SOAK_MINUTES ?? 10) * 60_000;
const seed = Number(process.env.CLOSEKIT_SEED ?? Date.now() % 1_000_000);
// Shorter soaks are part of checks, which do not depend on chance and the speed of the machine.
const longMs = 300_000;
const policies = ['refuse', 'revoke-grant'] as const;

describe.each(policies)('a fleet under kills and faults, against a server with the policy %s', (reuse) => {
  it(
    'loses no connection but by the published bound',
    async () => {
      const engine = engines.find(({ name }) => name === engineName);
      const place = await engine?.makePlace();
      if (place?.spec === undefined) throw new Error(`${engineName} is not here`);
      onTestFinished(() => place.end());
      const options = { store: place.spec, reuse, durationMs: durationMs / policies.length, seed };
      const report = await runSoak(options);
      process.stdout.write(format(reuse, report));
      expect(report.unexplained).toEqual([]);
      if (durationMs < longMs) return;
      expect(report.refreshes).toBeGreaterThan(100);
      expect(report.served).toBeGreaterThan(100);
      expect(Math.min(report.kills, report.stops, report.outages, report.lateReplies)).toBeGreaterThan(3);
    },
    durationMs + 60_000,
  );
});

function format(policy: string, report: SoakReport): string {
  const { refreshes, reuses, kills, stops, outages, faults, lateReplies, lostReplies, losses } = report;
  const causes = Object.entries(losses).map(([cause, count]) => `${count} ${cause}`);
  return [
    `soak on ${engineName}, ${policy}, CLOSEKIT_SEED=${seed}: ${refreshes} refreshes, ${report.served} tokens served`,
    `  ${kills} kills, ${stops} standstills, ${outages} outages of the store`,
    `  ${faults} faults of the server, ${lateReplies} of them late replies, ${lostReplies} lost after the rotation`,
    `  ${reuses} refresh tokens sent after they were spent, ${report.recovered} connections reported as lost too early`,
    `  lost: ${causes.join(', ')}`,
    `  from a response to its write at most ${report.writesMs.join(', ')} ms`,
    `  callers were told ${JSON.stringify(report.codes)}`,
    `  events ${JSON.stringify(report.events)}`,
    '',
  ].join('\n');
}
