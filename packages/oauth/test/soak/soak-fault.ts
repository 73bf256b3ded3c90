import type { Fault } from '../proof/token-server.ts';

// Five requests of a hundred fail; one of those loses a response with a pair.
const share = 0.05;
const faults: readonly Fault[] = [
  { kind: 'reply', status: 503, body: 'busy' },
  { kind: 'reply', status: 429, body: '{}', headers: { 'retry-after': '1' } },
  { kind: 'reply', status: 502, body: '<h1>Bad gateway</h1>' },
  { kind: 'reply', status: 500, body: '{"error":"invalid_grant"}' },
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'before' },
  { kind: 'cut', keep: 'pair' },
  { kind: 'late', ms: 3000 },
  { kind: 'body', change: (body) => ({ ...body, expires_in: null }) },
  { kind: 'reset', when: 'after' },
];

/** @returns The fault of a request, if it has one. */
export function soakFault(): Fault | undefined {
  return Math.random() < share ? faults[Math.floor(Math.random() * faults.length)] : undefined;
}
