/**
 * The cost of a proxied GET: CloseKit's two doors, and three proxies without any check. Every subject is a
 * process of its own; the rounds are interleaved, so that other load affects all alike. Names of subjects as
 * arguments choose among them; `ROUNDS` and `CALLS` change how long it takes.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { Pool } from 'undici';
import { assertForgeriesFail } from './forged-requests.mjs';
import { subjects } from './subjects.mjs';

const rounds = Number(process.env.ROUNDS ?? 10);
const callsPerRound = Number(process.env.CALLS ?? 4000);
const connections = 16;
const call = { method: 'GET', path: '/api/close/api/v1/lead/?_limit=22' };

const chosen = process.argv.slice(2);
const names = Object.keys(subjects).filter(
  (name) => chosen.length === 0 || chosen.some((word) => name.includes(word)),
);

const closePlayer = fork(new URL('upstream.mjs', import.meta.url));
const [{ port }] = await once(closePlayer, 'message');
const upstream = `http://127.0.0.1:${port}`;
const countCalls = async () => Number(await (await fetch(`${upstream}/count`)).text());

const running = [];
for (const name of names) running.push(await startSubject(name));
for (const subject of running)
  if (subject.cookie !== null) await assertForgeriesFail({ ...subject, countCalls });

for (let round = -2; round < rounds; round += 1) {
  process.stderr.write(round < 0 ? 'Warm up\n' : `Round ${round + 1} of ${rounds}\n`);
  for (const subject of running) {
    const measured = await measure(subject);
    if (round >= 0) subject.rounds.push(measured);
  }
}
print();
for (const { child, pool } of running) {
  child.disconnect();
  await pool.destroy();
}
closePlayer.disconnect();

async function startSubject(name) {
  const child = fork(new URL('subject.mjs', import.meta.url));
  child.once('exit', (code) => {
    if (code !== 0) throw new Error(`${name} has ended with code ${code}.`);
  });
  child.send({ name, upstream });
  const [{ port: ownPort, cookie }] = await once(child, 'message');
  const pool = new Pool(`http://127.0.0.1:${ownPort}`, { connections, headersTimeout: 0 });
  return { name, child, cookie, pool, rounds: [] };
}

async function usageOf({ child }) {
  child.send({});
  const [usage] = await once(child, 'message');
  return usage;
}

async function measure(subject) {
  const before = await usageOf(subject);
  const latencies = [];
  await Promise.all(Array.from({ length: connections }, () => callAgain(subject, latencies)));
  const after = await usageOf(subject);
  latencies.sort((a, b) => a - b);
  return {
    cpuUs: (after.cpuUs - before.cpuUs) / latencies.length,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)],
    rss: after.rss,
  };
}

async function callAgain({ name, pool, cookie }, latencies) {
  // As a browser sends them: every subject receives the same request.
  const headers = {
    cookie: cookie ?? `closekit=${'A'.repeat(43)}`,
    accept: 'application/json',
    'accept-encoding': 'gzip, deflate, br, zstd',
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    'x-closekit': '1',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'cors',
    'sec-fetch-dest': 'empty',
  };
  for (let count = 0; count < callsPerRound / connections; count += 1) {
    const start = performance.now();
    const { statusCode, body } = await pool.request({ ...call, headers });
    const text = await body.text();
    if (statusCode !== 200 || text.length !== 2400) throw new Error(`${name}: ${statusCode} ${text}`);
    latencies.push(performance.now() - start);
  }
}

function print() {
  const rows = running.map(({ name, rounds: measured }) => {
    const cpu = measured.map(({ cpuUs }) => cpuUs).toSorted((a, b) => a - b);
    const p99 = measured.map(({ p99Ms }) => p99Ms).toSorted((a, b) => a - b);
    return {
      name,
      low: cpu[0],
      median: cpu[cpu.length >> 1],
      p99: p99[p99.length >> 1],
      rss: measured.at(-1).rss,
    };
  });
  const [base] = rows;
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}; ${rounds} rounds of ${callsPerRound} GETs of 2.4 kB over loopback on ${connections} connections.\n`,
  );
  console.log(
    '| subject | lowest µs of CPU | × | median µs | × | p99 ms (median of the rounds) | memory, MiB |',
  );
  console.log('| --- | --: | --: | --: | --: | --: | --: |');
  for (const { name, low, median, p99, rss } of rows) {
    const cells = [
      name,
      low.toFixed(0),
      (low / base.low).toFixed(2),
      median.toFixed(0),
      (median / base.median).toFixed(2),
      p99.toFixed(1),
      (rss / 2 ** 20).toFixed(0),
    ];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
