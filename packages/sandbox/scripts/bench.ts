import { createSandbox } from '../src/index.ts';
import type { Sandbox } from '../src/index.ts';

/**
 * Prints what requests cost in comparison to `GET /me/`, at 5,000 leads: medians of the CPU time in interleaved
 * rounds, so that a busy machine changes little. Then the time and memory to a first page at several sizes.
 */
const rounds = 30;
const runsPerRound = 2;
const benchLeads = 5000;

interface Work {
  readonly name: string;
  /** The most it should cost, as a multiple of its base. */
  readonly most?: number;
  readonly run: () => unknown;
}

function openApi(sandbox: Sandbox): (method: string, path: string, body?: unknown) => Promise<string> {
  const { accessToken } = sandbox.connect();
  return async (method, path, body) => {
    const response = await sandbox.fetch(`${sandbox.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text;
  };
}

function search(related: string, more: object = {}): object {
  const isLead = { type: 'object_type', object_type: 'lead' };
  const hasRelated = {
    type: 'has_related',
    this_object_type: 'lead',
    related_object_type: related,
    related_query: { type: 'match_all' },
  };
  return { query: { type: 'and', queries: [isLead, hasRelated] }, _limit: 100, ...more };
}

function listWorks(call: ReturnType<typeof openApi>): Work[] {
  const get = (path: string) => () => call('GET', path);
  const byUpdate = {
    direction: 'desc',
    field: { type: 'regular_field', object_type: 'lead', field_name: 'date_updated' },
  };
  return [
    { name: 'me', run: get('/me/') },
    { name: 'activities, 100', most: 12, run: get('/activity/?_limit=100') },
    { name: 'activities, _skip=5000', run: get('/activity/?_limit=100&_skip=5000') },
    { name: 'calls, 100', run: get('/activity/call/?_limit=100') },
    { name: 'activities of no kind seen', run: get('/activity/whatsapp_message/') },
    { name: 'leads, ids', most: 12, run: get('/lead/?_limit=100&_fields=id') },
    {
      name: 'leads, ids, sort:-updated',
      most: 12,
      run: get('/lead/?query=sort:-updated&_limit=100&_fields=id'),
    },
    { name: 'leads, ids, words, counted', most: 50, run: get('/lead/?query=owner&_limit=100&_fields=id') },
    { name: 'search, ids', most: 12, run: () => call('POST', '/data/search/', search('contact')) },
    {
      name: 'search, ids, sorted',
      most: 12,
      run: () => call('POST', '/data/search/', search('opportunity', { sort: [byUpdate] })),
    },
    {
      name: 'search, ids, counted',
      most: 50,
      run: () => call('POST', '/data/search/', search('contact', { include_counts: true })),
    },
    { name: 'contacts, 100', run: get('/contact/?_limit=100') },
    { name: 'tasks, 100', run: get('/task/?_limit=100') },
    { name: 'opportunities, 100', run: get('/opportunity/?_limit=100') },
    { name: 'opportunities, by value', run: get('/opportunity/?_limit=100&_order_by=-value') },
    {
      name: 'note, then activities',
      run: async () => {
        const { data } = JSON.parse(await call('GET', '/lead/?_limit=1&_fields=id'));
        await call('POST', '/activity/note/', { lead_id: data[0].id, note: 'Bench' });
        await call('GET', '/activity/?_limit=100');
      },
    },
  ];
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** The CPU time of a run in milliseconds. */
async function timeOf(run: Work['run'], runs = 1): Promise<number> {
  const before = process.cpuUsage();
  for (let done = 0; done < runs; done += 1) await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / runs;
}

/** Runs all works in turn, several times, and returns the median of each. */
async function interleave(works: readonly Work[]): Promise<Map<string, number>> {
  const times = new Map(works.map(({ name }) => [name, [] as number[]]));
  for (const { run } of works) for (let warmUp = 0; warmUp < 5; warmUp += 1) await run();
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, run } of works) times.get(name)?.push(await timeOf(run, runsPerRound));
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

function print(works: readonly Work[], times: ReadonlyMap<string, number>, base: string): void {
  const unit = times.get(base) ?? 1;
  for (const { name, most } of works) {
    const time = times.get(name) ?? 0;
    const ratio = `${(time / unit).toFixed(1)} ×`.padStart(9);
    console.log(
      `${name.padEnd(28)}${time.toFixed(2).padStart(8)} ms${ratio} ${base}${most === undefined ? '' : `, at most ${most}`}`,
    );
  }
}

async function compareRequests(): Promise<void> {
  const call = openApi(createSandbox({ leads: benchLeads }));
  const works = listWorks(call);
  print(works, await interleave(works), 'me');
  const page = JSON.parse(await call('GET', '/lead/?_limit=100'));
  const whole: Work[] = [
    { name: 'stringify', run: () => JSON.stringify(page) },
    { name: 'leads, 100 whole', most: 8, run: () => call('GET', '/lead/?_limit=100') },
  ];
  print(whole, await interleave(whole), 'stringify');
}

async function measureStart(leads: number, path: string): Promise<void> {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  let sandbox: Sandbox | undefined;
  const time = await timeOf(() => openApi((sandbox = createSandbox({ leads })))('GET', path));
  globalThis.gc?.();
  const megabytes = (process.memoryUsage().heapUsed - before) / 1e6;
  console.log(
    `${leads} leads, ${path} first: ${time.toFixed(0)} ms, ${megabytes.toFixed(1)} MB of heap`,
    sandbox?.origin,
  );
}

await compareRequests();
for (const leads of [2000, 100_000]) {
  for (const path of ['/lead/?_limit=50', '/activity/?_limit=100']) await measureStart(leads, path);
}
