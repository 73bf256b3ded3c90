/**
 * Measures what a call costs over a stubbed `fetch`: CPU time over that of the stub itself, all rows interleaved in
 * one process. `--check` fails when a row is over its limit, as a multiple of openapi-fetch.
 */
import { apiKey, createCloseClient } from '../dist/index.js';
import createFetchClient from 'openapi-fetch';
import { others } from './others.mjs';

/** One row: a call, what it is compared with, and the multiple that it must stay below. */
interface Row {
  readonly name: string;
  readonly call: () => Promise<unknown>;
  readonly beside?: string;
  readonly limit?: number;
  /** Calls per round, where one takes long. */
  readonly calls?: number;
}

const rounds = Number(process.env['ROUNDS'] ?? 200);
// Short rounds: some of them are disturbed by nothing else.
const callsPerRound = 200;
const baseUrl = 'https://api.close.com/api/v1';
const body = JSON.stringify({
  id: 'lead_1',
  contacts: Array.from({ length: 10 }, (_, index) => ({ id: `cont_${index}`, name: 'n'.repeat(70) })),
});
const headers = {
  'content-type': 'application/json',
  ratelimit: 'limit=1000000000, remaining=999999999, reset=1',
};
const stub = async (): Promise<Response> => new Response(body, { headers });

const source = { get: async () => 'token', invalidate: () => {} };
const paced = createCloseClient({ auth: source, fetch: stub });
const unpaced = createCloseClient({ auth: apiKey('api_key'), fetch: stub, rateLimit: 'off' });
const plain = createFetchClient<Record<string, never>>({
  baseUrl,
  headers: { authorization: 'Bearer token' },
  fetch: stub,
});
const path = { params: { path: { id: 'lead_1' } } };
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without generated paths
const get = plain.GET as unknown as (path: string, init: object) => Promise<unknown>;
const { signal } = new AbortController();

const rows: readonly Row[] = [
  { name: 'stub', call: async () => (await stub()).json() },
  { name: 'openapi-fetch', call: () => get('/lead/{id}/', path) },
  {
    name: 'openapi-fetch, a new signal',
    call: () => get('/lead/{id}/', { ...path, signal: new AbortController().signal }),
  },
  { name: 'closekit, paced, token source', call: async () => paced.leads.get('lead_1'), limit: 0.8 },
  {
    name: 'closekit, paced, one shared signal',
    call: async () => paced.leads.get('lead_1', { signal }),
    limit: 0.8,
  },
  {
    name: 'closekit, paced, a new signal',
    call: async () => paced.leads.get('lead_1', { signal: new AbortController().signal }),
    beside: 'openapi-fetch, a new signal',
    limit: 0.8,
  },
  { name: 'closekit, API key, no pacing', call: async () => unpaced.leads.get('lead_1'), limit: 0.4 },
  ...others(stub, baseUrl),
];

const times = new Map(rows.map(({ name }) => [name, new Array<number>()]));
for (let round = 0; round < rounds; round += 1) {
  for (const { name, call, calls = callsPerRound } of rows) {
    const start = process.cpuUsage();
    for (let count = 0; count < calls; count += 1) await call();
    const { user, system } = process.cpuUsage(start);
    // The first rounds warm the compiler up.
    if (round >= rounds / 4) times.get(name)?.push((user + system) / calls);
  }
}

const least = (name: string): number => Math.min(...(times.get(name) ?? []));
const over = (name: string): number => least(name) - least('stub');
const results = rows.slice(1).map(({ name, beside = 'openapi-fetch', limit }) => {
  const multiple = over(name) / over(beside);
  return { name, 'µs over the stub': over(name).toFixed(2), beside, multiple: multiple.toFixed(2), limit };
});
console.log(
  `${rounds} rounds of ${callsPerRound} calls with ${body.length} bytes, least CPU time; stub ${least('stub').toFixed(2)} µs`,
);
console.table(results);
const missed = results.filter(({ multiple, limit }) => limit !== undefined && Number(multiple) > limit);
for (const { name, multiple, limit } of missed) console.error(`${name}: ${multiple}, limit ${limit}`);
if (process.argv.includes('--check') && missed.length > 0) process.exitCode = 1;
