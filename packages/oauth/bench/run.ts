/**
 * Measures everything and prints the tables; `--write` keeps them in docs/benchmarks.md. It takes some minutes and
 * wants a machine that does nothing else. Names of parts choose among them: `hot-path`, `herd`, `many-grants`, `size`.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

interface HotPathRow {
  readonly name: string;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

interface HerdReport {
  readonly processes: number;
  readonly callers: number;
  readonly expiries: number;
  readonly latencyMs: number;
  readonly rows: readonly {
    readonly name: string;
    readonly requestsPerExpiry: number;
    readonly failed: number;
    readonly p50: number;
    readonly p99: number;
    readonly max: number;
  }[];
}

interface ManyGrantsResult {
  readonly processes: number;
  readonly count: number;
  readonly withinMs: number;
  readonly bytesPerGrant: number;
  readonly requestsPerGrant: number;
  readonly failed: number;
  readonly elapsedMs: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly connections: number;
  readonly queued: number;
}

interface SizeRow {
  readonly name: string;
  readonly size: number;
  readonly sizeLimit: number;
}

const execute = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const parts = {
  'hot-path': async () =>
    hotPath(await run<HotPathRow[]>('node', ['--expose-gc', 'packages/oauth/bench/hot-path.mjs'])),
  herd: async () => herd(await run<HerdReport>('node', fromSource('herd'))),
  'many-grants': async () => manyGrants(await run<ManyGrantsResult>('node', fromSource('many-grants'))),
  size: async () => sizes(await run<SizeRow[]>('size-limit', ['--json'])),
};

const asked = process.argv.slice(2).filter((name) => !name.startsWith('-'));
const sections: string[] = [machine()];
process.stdout.write(sections.join(''));
for (const [name, measure] of Object.entries(parts)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const load = loadavg()[0]?.toFixed(1);
  const section = `${await measure()}\nLoad of the machine when this began: ${load}.\n`;
  process.stdout.write(`\n${section}`);
  sections.push(section);
}
if (process.argv.includes('--write')) await writeFile(`${root}docs/benchmarks.md`, sections.join('\n'));

async function run<T>(command: string, args: readonly string[]): Promise<T> {
  const { stdout } = await execute(command, args, { cwd: root, maxBuffer: 64 * 1024 * 1024 });
  // Each part prints one line of JSON, in the form beside its name above.
  const result: T = JSON.parse(stdout);
  return result;
}

function fromSource(name: string): string[] {
  return ['--conditions=@closekit/source', `packages/oauth/bench/${name}.ts`];
}

function machine(): string {
  const [cpu] = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  return `# Benchmarks

\`pnpm bench:oauth --write\` measures all of this anew and writes this file. Ratios within a table are of one run; do not
compare figures of different machines.

Machine: ${cpus().length} × ${cpu?.model.trim()}, ${memoryGb} GB, ${process.platform} ${release()}, Node ${process.versions.node},
${new Date().toISOString().slice(0, 10)}. Processes, databases and token server share it.
`;
}

function hotPath(rows: readonly HotPathRow[]): string {
  const get = rows.find(({ name }) => name.includes('grant.get'))?.median ?? Number.NaN;
  const lines = rows.map(
    ({ name, low, median, high }) =>
      `| ${name} | ${median.toFixed(0)} | ${low.toFixed(0)}–${high.toFixed(0)} | ${(median / get).toFixed(1)} |`,
  );
  return `## A fresh token

Nanoseconds a call while the token is fresh: 15 interleaved rounds of 200 000 calls in one process, after two rounds of
warm-up. The built package, no network, no store.

| call | median | all rounds | × \`get()\` |
| --- | ---: | ---: | ---: |
${lines.join('\n')}
`;
}

function herd({ processes, callers, expiries, latencyMs, rows }: HerdReport): string {
  const lines = rows.map(
    ({ name, requestsPerExpiry, failed, p50, p99, max }) =>
      `| ${name} | ${requestsPerExpiry.toFixed(3)} | ${failed} | ${p50} | ${p99} | ${max} |`,
  );
  return `## A herd at expiry

${processes} processes with ${number(callers)} callers each ask at the same instant for a token that has ended, ${expiries} times over. The token
endpoint takes ${latencyMs} ms and ends the connection when a refresh token is used twice. Databases wait for their disk. The
waits are milliseconds of all callers, and hold for the worst case: with any traffic before the end of a token it is
renewed ahead, and nobody waits. One expiry more goes before, to load and connect.

| store | token requests an expiry | failed calls | p50 | p99 | longest |
| --- | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`;
}

function manyGrants(result: ManyGrantsResult): string {
  const { processes, count, withinMs } = result;
  const rows = [
    ['memory a grant, token held (heap)', `${Math.round(result.bytesPerGrant)} bytes`],
    ['token requests a grant', result.requestsPerGrant.toFixed(3)],
    ['failed calls', String(result.failed)],
    ['until all were renewed', `${(result.elapsedMs / 1000).toFixed(1)} s`],
    ['renewals a second, all processes', number(Math.round(result.perSecond))],
    ['wait p50, p99, longest', `${result.p50}, ${result.p99}, ${result.max} ms`],
    ['database connections a process (of 10)', String(result.connections)],
    ['statements waiting for one, at most', String(result.queued)],
  ];
  return `## Many grants

${number(count)} grants in ${processes} processes end within ${withinMs / 1000} s, every one awaited; store: PostgreSQL. The token server, the database and
all processes share the machine, so the rate is that of the machine.

| | |
| --- | ---: |
${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}
`;
}

function sizes(rows: readonly SizeRow[]): string {
  const lines = rows
    .filter(({ name }) => name.startsWith('oauth'))
    .map(
      ({ name, size, sizeLimit }) =>
        `| ${name} | ${(size / 1000).toFixed(1)} kB | ${(sizeLimit / 1000).toFixed(0)} kB |`,
    );
  return `## Size

Minified and gzipped, dependencies included, drivers not. \`pnpm check\` holds the limits.

| | size | limit |
| --- | ---: | ---: |
${lines.join('\n')}
`;
}

function number(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}
