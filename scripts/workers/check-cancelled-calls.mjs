/**
 * Sends calls to one isolate of workerd while clients leave, which cancels their calls: whatever a cancelled call has
 * started must not stop a later one.
 */
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { startTokenEndpoint } from './token-endpoint.mjs';

const hourMs = 3_600_000;
const lives = 9;
const callers = 12;
const longestCallMs = 10_000;

/**
 * Runs the check.
 *
 * @param {(bindings: object) => Promise<object>} startApp - Starts app.mjs in Miniflare with these bindings.
 * @returns {Promise<string[]>} What went wrong; empty when all is well.
 */
export async function checkCancelledCalls(startApp) {
  const endpoint = await startTokenEndpoint();
  const worker = await startApp({ ISSUER: endpoint.origin });
  const bench = { endpoint, call: createCaller(await worker.ready), problems: [], ahead: 0 };
  try {
    await connectAfterCancelledDiscovery(bench);
    for (let life = 1; life <= lives && bench.problems.length === 0; life += 1) {
      bench.ahead = life * hourMs;
      await spendLife(bench, { isCancelled: life % 3 === 1, slowMs: life % 3 === 2 ? 600 : 0 });
    }
    if (bench.problems.length === 0) await refreshAhead(bench);
    return [...bench.problems, ...compareCounts(bench)];
  } finally {
    await worker.dispose();
    await endpoint.close();
  }
}

/** Every refresh token is spent once; a request is repeated only after its call was cancelled. */
function compareCounts({ endpoint: { counts }, cancelled }) {
  const expected = { refreshes: lives + 1, reuses: 0, overlaps: 0, abandoned: cancelled };
  return Object.entries(expected)
    .filter(([name, count]) => counts[name] !== count)
    .map(([name, count]) => `${name}: ${counts[name]} instead of ${count}`);
}

/** The first call of the isolate is cancelled while it reads the metadata of the server. */
async function connectAfterCancelledDiscovery(bench) {
  const { endpoint, call } = bench;
  bench.cancelled = 1;
  const arrived = endpoint.holdNext('/.well-known/');
  const leaver = call('/connect?vault=call&user=user');
  await arrived;
  await leaver.leave();
  await until(() => endpoint.counts.abandoned === 1);
  for (const vault of ['call', 'waitUntil', 'bare']) {
    await expectToken(bench, call(`/connect?vault=${vault}&user=${vault}`), vault);
  }
}

/** A token expires, and many callers need the next one. Clients leave while the endpoint is slow or holds the request. */
async function spendLife(bench, { isCancelled, slowMs }) {
  const { endpoint, call, ahead } = bench;
  const path = `/get?vault=call&user=call&ahead=${ahead}`;
  const arrived =
    isCancelled || slowMs > 0 ? endpoint.holdNext('/token', isCancelled ? undefined : slowMs) : delay(0);
  const leader = call(path);
  await arrived;
  const others = Array.from({ length: callers }, () => call(path));
  await delay(100);
  const leavers = others.splice(0, callers / 3);
  await Promise.all(leavers.map((leaver) => leaver.leave()));
  if (isCancelled) {
    bench.cancelled += 1;
    await leader.leave();
    await until(() => endpoint.counts.abandoned === bench.cancelled);
    others.push(call(path));
  } else {
    others.push(leader);
  }
  await Promise.all(others.map((other) => expectToken(bench, other, 'call')));
}

/** With `waitUntil`, a refresh ahead of expiry goes on after its call. */
async function refreshAhead(bench) {
  const { endpoint, call } = bench;
  const before = endpoint.accessToken('waitUntil');
  // The access token of the login works for almost five more minutes.
  const path = `/get?vault=waitUntil&user=waitUntil&ahead=${hourMs - 280_000}`;
  const arrived = endpoint.holdNext('/token', 500);
  const { token } = await call(path).answer;
  if (token !== before) bench.problems.push(`refresh ahead: the call got ${token} instead of ${before}`);
  await arrived;
  await until(() => endpoint.accessToken('waitUntil') !== before);
  await delay(200);
  await expectToken(bench, call(path), 'waitUntil');
}

/** A client tries again while the vault reports that nothing is lost. */
async function expectToken({ endpoint, problems, call }, first, user) {
  const endsAt = Date.now() + 2 * longestCallMs;
  let answer = await first.answer;
  while (answer.code === 'refresh_unavailable' && Date.now() < endsAt) {
    await delay(answer.retryAfterMs ?? 100);
    answer = await call(first.path).answer;
  }
  if (answer.token !== endpoint.accessToken(user)) problems.push(`${first.path}: ${JSON.stringify(answer)}`);
}

/** Clients leave with a reset, which workerd notices at once: it then cancels their calls. */
function createCaller(url) {
  return (path) => {
    const client = request(new URL(path, url), { agent: false });
    const answer = readAnswer(client).catch((error) => ({ code: `no response: ${error.message}` }));
    const limit = setTimeout(() => client.destroy(new Error('time limit')), longestCallMs);
    void answer.finally(() => clearTimeout(limit));
    client.end();
    return { path, answer, leave: () => (client.socket.resetAndDestroy(), answer) };
  };
}

async function readAnswer(client) {
  const [response] = await once(client, 'response');
  return JSON.parse((await response.toArray()).join(''));
}

async function until(isTrue) {
  const endsAt = Date.now() + longestCallMs;
  while (!isTrue()) {
    if (Date.now() > endsAt) throw new Error('The Worker did not do its part in time.');
    await delay(10);
  }
}
