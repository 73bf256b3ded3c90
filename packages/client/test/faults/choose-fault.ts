import type { Fault } from '@closekit/sandbox';

/** The faults of the sandbox that a request can meet; `cut` breaks the connection amid the body. */
export const faults = {
  lost: { drop: 'before' },
  lostAfter: { drop: 'after' },
  truncated: { truncate: true },
  cut: {},
  late: { delayMs: 2 },
  timedOut: { status: 408 },
  limited: { status: 429, headers: { 'retry-after': '1' } },
  broken: { status: 500 },
  badGateway: { status: 502, body: '<html>Bad gateway</html>' },
  unavailable: { status: 503, body: { error: 'Try again' } },
  gatewayTimeout: { status: 504 },
} as const satisfies Record<string, Fault>;

/** The name of a fault. */
export type FaultName = keyof typeof faults;

const names = Object.keys(faults).filter((name): name is FaultName => name in faults);

/** One request in twenty meets a fault. */
export const share = 0.05;

/** Chooses the fault of a request; most have none. */
export function chooseFault(random: () => number): FaultName | undefined {
  const chance = random();
  return chance < share ? names[Math.floor((chance / share) * names.length)] : undefined;
}
