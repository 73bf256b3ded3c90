import { explore } from './explore.ts';
import type { Exploration } from './explore.ts';
import type { Scenario } from './scenario.ts';

/** Explores, and prints the counts. */
export function exploreAloud(scenario: Scenario): Exploration {
  const started = process.cpuUsage();
  const found = explore(scenario);
  const { user, system } = process.cpuUsage(started);
  const { states, ends, lost, double, misled, stuck } = found;
  const { rules, ...rest } = scenario;
  process.stdout.write(
    `${JSON.stringify({ ...rest, lease: rules.lease, rounds: rules.rounds })}: ${states} states, ` +
      `${lost} of ${ends} ends lost, ${double} double, ${misled} misled, ${stuck} stuck, ` +
      `${Math.round((user + system) / 1000)} ms\n`,
  );
  return found;
}
