import type { Fault } from '../proof/token-server.ts';

/** The fault of the first token request of a case. */
export interface ServerFault {
  readonly name: string;
  readonly fault?: Fault;
  /** The URL of the request instead of the token endpoint. */
  readonly detour?: 'closed port' | 'not TLS';
  /** The grant has ended at the server. */
  readonly ended?: true;
  /** The only copy of the new pair is lost with the response. */
  readonly fatal?: true;
  /** The first result of a lone caller. */
  readonly first: 'token' | 'refresh_unavailable' | 'reauthorization_required';
  /** The number of requests that reach the server. */
  readonly requests: number;
}

/** The rows of the matrix, by family. */
export const serverFaults: Readonly<Record<string, readonly ServerFault[]>> = {
  'goes well': [{ name: 'nothing', first: 'token', requests: 1 }],
  'was never sent': [
    { name: 'refused', detour: 'closed port', first: 'refresh_unavailable', requests: 0 },
    { name: 'TLS error', detour: 'not TLS', first: 'refresh_unavailable', requests: 0 },
  ],
  'gets no answer': [
    { name: 'reset before commit', fault: { kind: 'reset', when: 'before' }, first: 'token', requests: 2 },
    {
      name: 'reset after commit',
      fault: { kind: 'reset', when: 'after' },
      fatal: true,
      first: 'reauthorization_required',
      requests: 2,
    },
    {
      name: 'headers only',
      fault: { kind: 'cut', keep: 'headers' },
      fatal: true,
      first: 'reauthorization_required',
      requests: 2,
    },
    {
      name: 'half JSON',
      fault: { kind: 'cut', keep: 'half' },
      fatal: true,
      first: 'reauthorization_required',
      requests: 2,
    },
  ],
  'gets an answer that holds a pair': [
    { name: 'cut behind the pair', fault: { kind: 'cut', keep: 'pair' }, first: 'token', requests: 1 },
    {
      name: 'null expiry',
      fault: { kind: 'body', change: (body) => ({ ...body, expires_in: null }) },
      first: 'token',
      requests: 1,
    },
    {
      name: 'no token type',
      fault: { kind: 'body', change: (body) => ({ ...body, token_type: undefined }) },
      first: 'token',
      requests: 1,
    },
    // The caller's time is over; the refresh goes on.
    {
      name: 'late reply',
      fault: { kind: 'late', ms: 1000 },
      first: 'refresh_unavailable',
      requests: 1,
    },
  ],
  'gets no verdict': [
    {
      name: '429',
      fault: { kind: 'reply', status: 429, body: '{}' },
      first: 'refresh_unavailable',
      requests: 1,
    },
    {
      name: '503',
      fault: { kind: 'reply', status: 503, body: 'busy' },
      first: 'refresh_unavailable',
      requests: 1,
    },
    {
      name: '500 invalid_grant',
      fault: { kind: 'reply', status: 500, body: '{"error":"invalid_grant"}' },
      first: 'refresh_unavailable',
      requests: 1,
    },
    {
      name: '400 HTML',
      fault: { kind: 'reply', status: 400, body: '<h1>Bad request</h1>' },
      first: 'refresh_unavailable',
      requests: 1,
    },
    {
      name: '200 HTML',
      fault: { kind: 'reply', status: 200, body: '<h1>Hello</h1>' },
      first: 'token',
      requests: 2,
    },
  ],
  'is refused': [{ name: 'invalid_grant', ended: true, first: 'reauthorization_required', requests: 1 }],
};
