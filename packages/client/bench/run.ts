/**
 * Measures what a call costs over a stubbed `fetch`, in CPU time, beside other libraries in one process. Run it
 * with `--expose-gc`. `--check` fails when a row is over its limit, as a multiple of openapi-fetch.
 *
 * A round measures every row once, in random order, in a block of calls. Garbage is collected before a block and
 * once more as its last part, so that a row pays for its own garbage and not for that of the row before it. The
 * result of a row is the mean of its differences to the stub in the same round, without the fifth of them at
 * each end: of the statistics that were tried on openapi-fetch and hey-api this one repeated best.
 */
import { apiKey, createCloseClient } from '../dist/index.js';
import createFetchClient from 'openapi-fetch';
import { others } from './others.mjs';

/** One row: a call, what it is compared with, and the multiple that it must stay below. */
interface Row {
  readonly name: string;
  readonly call: () => PromiseLike<unknown>;
  readonly beside?: string;
  readonly limit?: number;
  /** Calls in a block, where one takes long. */
  readonly calls?: number;
}

const rounds = Number(process.env['ROUNDS'] ?? 200);
/** Rounds that warm the compiler up. */
const warmUp = Math.ceil(rounds / 4);
/** Calls in a block. */
const callsPerBlock = 400;
/** Share of the differences that is left out at each end. */
const trim = 0.2;
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
  { name: 'closekit, paced, token source', call: () => paced.leads.get('lead_1'), limit: 0.8 },
  {
    name: 'closekit, paced, one shared signal',
    call: () => paced.leads.get('lead_1', { signal }),
    limit: 0.8,
  },
  {
    name: 'closekit, paced, a new signal',
    call: () => paced.leads.get('lead_1', { signal: new AbortController().signal }),
    beside: 'openapi-fetch, a new signal',
    limit: 0.8,
  },
  { name: 'closekit, API key, no pacing', call: () => unpaced.leads.get('lead_1'), limit: 0.4 },
  ...others(stub, baseUrl),
];

/** CPU time of one call in µs, of each row and round. */
const times = new Map(rows.map(({ name }) => [name, new Array<number>()]));

async function measure({ call, calls = callsPerBlock }: Row): Promise<number> {
  collectGarbage();
  const start = process.cpuUsage();
  for (let count = 0; count < calls; count += 1) await call();
  collectGarbage();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / calls;
}

function collectGarbage(): void {
  if (!globalThis.gc) throw new Error('Run the bench with --expose-gc.');
  globalThis.gc({ type: 'minor' });
}

/** The order of a round: a row must not always follow the same one. */
function shuffle(): readonly Row[] {
  const keyed = rows.map((row) => ({ row, key: Math.random() }));
  return keyed.toSorted((one, other) => one.key - other.key).map(({ row }) => row);
}

for (let round = 0; round < warmUp + rounds; round += 1) {
  for (const row of shuffle()) {
    const time = await measure(row);
    if (round >= warmUp) times.get(row.name)?.push(time);
  }
}

/** The µs of a row over the stub. */
function over(name: string): number {
  const stubs = times.get('stub') ?? [];
  const differences = (times.get(name) ?? []).map((time, round) => time - (stubs[round] ?? Number.NaN));
  const cut = Math.floor(differences.length * trim);
  const kept = differences.toSorted((one, other) => one - other).slice(cut, differences.length - cut);
  return kept.reduce((sum, one) => sum + one, 0) / kept.length;
}

const results = rows.slice(1).map(({ name, beside = 'openapi-fetch', limit }) => {
  const multiple = over(name) / over(beside);
  return { name, 'µs over the stub': over(name).toFixed(2), beside, multiple: multiple.toFixed(2), limit };
});
console.log(`${rounds} rounds of ${callsPerBlock} calls with ${body.length} bytes`);
console.table(results);
const missed = results.filter(({ multiple, limit }) => limit !== undefined && Number(multiple) > limit);
for (const { name, multiple, limit } of missed) console.error(`${name}: ${multiple}, limit ${limit}`);
if (process.argv.includes('--check') && missed.length > 0) process.exitCode = 1;
