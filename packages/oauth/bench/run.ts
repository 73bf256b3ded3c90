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
  const section = `${await measure()}\nLoad of the machine at the start: ${load}.\n`;
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

\`pnpm bench:oauth --write\` measures all of this and writes this file. The ratios in a table come from one
run; do not compare figures from different machines.

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

Nanoseconds per call with a fresh token: 15 interleaved rounds of 200 000 calls in one process, after two warm-up rounds.
Built package, no network, no store.

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

${processes} processes with ${number(callers)} callers each request an expired token at the same instant, ${expiries} times. The token endpoint takes
${latencyMs} ms and revokes the connection when a refresh token is used twice. Databases wait for their disk. The waits are in
milliseconds, of all callers, and show the worst case: with any traffic before the expiry, the token is refreshed in the
background and no caller waits. One extra expiry runs first, to load and connect.

| store | token requests per expiry | failed calls | p50 | p99 | longest |
| --- | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}
`;
}

function manyGrants(result: ManyGrantsResult): string {
  const { processes, count, withinMs } = result;
  const rows = [
    ['memory per grant, with its token (heap)', `${Math.round(result.bytesPerGrant)} bytes`],
    ['token requests per grant', result.requestsPerGrant.toFixed(3)],
    ['failed calls', String(result.failed)],
    ['until all were refreshed', `${(result.elapsedMs / 1000).toFixed(1)} s`],
    ['refreshes per second, all processes', number(Math.round(result.perSecond))],
    ['wait p50, p99, longest', `${result.p50}, ${result.p99}, ${result.max} ms`],
    ['database connections per process (of 10)', String(result.connections)],
    ['most statements waiting for a connection', String(result.queued)],
  ];
  return `## Many grants

${number(count)} grants in ${processes} processes expire within ${withinMs / 1000} s, each with a waiting caller; store: PostgreSQL. The token server, the database and
all processes share the machine, so the rate shows the limit of the machine.

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

Minified and gzipped, with dependencies, without drivers. \`pnpm check\` holds the limits.

| | size | limit |
| --- | ---: | ---: |
${lines.join('\n')}
`;
}

function number(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}
