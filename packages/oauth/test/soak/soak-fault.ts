import type { Fault } from '../proof/token-server.ts';

// Five requests of a hundred fail; one of those loses a response with a pair.
const share = 0.05;
const late: Fault = { kind: 'late', ms: 3000 };
// Longer than the lease.
const veryLate: Fault = { kind: 'late', ms: 8000 };
const faults: readonly Fault[] = [
  { kind: 'reply', status: 503, body: 'busy' },
  { kind: 'reply', status: 429, body: '{}', headers: { 'retry-after': '1' } },
  { kind: 'reply', status: 502, body: '<h1>Bad gateway</h1>' },
  { kind: 'reply', status: 500, body: '{"error":"invalid_grant"}' },
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'before' },
  { kind: 'cut', keep: 'pair' },
  late,
  { kind: 'body', change: (body) => ({ ...body, expires_in: null }) },
  { kind: 'reset', when: 'after' },
];
const lateEveryMs = 10_000;

/** Creates the faults of the server: at random, and a response that is later than the lease every ten seconds. */
export function createSoakFaults(random: () => number): () => Fault | undefined {
  let nextLateAt = Date.now();
  return () => {
    if (Date.now() >= nextLateAt) {
      nextLateAt = Date.now() + lateEveryMs;
      return veryLate;
    }
    return random() < share ? faults[Math.floor(random() * faults.length)] : undefined;
  };
}
