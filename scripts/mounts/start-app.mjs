/** Runs an app as a process of its own, on a free port. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

const startLimitMs = 60_000;
const stopLimitMs = 10_000;

/**
 * Finds a port that is free now.
 *
 * @returns {Promise<number>} The port.
 */
export async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts the app and waits until it responds.
 *
 * @param {string[]} command - The command and its arguments.
 * @param {object} options - Its folder, its environment and its origin.
 * @returns {Promise<object>} `stop` ends it, `output` is what it has printed.
 */
export async function startApp([command, ...args], { folder, env, origin }) {
  const app = spawn(command, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [app.stdout, app.stderr]) stream.on('data', (chunk) => (output += chunk));
  const exit = once(app, 'exit');
  const stop = async () => {
    // wrangler ends its own processes then.
    app.kill('SIGTERM');
    const limit = setTimeout(() => app.kill('SIGKILL'), stopLimitMs);
    await exit;
    clearTimeout(limit);
  };
  const endsAt = Date.now() + startLimitMs;
  while (!(await responds(origin))) {
    const isRunning = app.exitCode === null && app.signalCode === null;
    if (isRunning && Date.now() < endsAt) {
      await delay(100);
      continue;
    }
    await stop();
    throw new Error(`The app did not start:\n${output}`);
  }
  return { stop, output: () => output };
}

async function responds(origin) {
  const health = fetch(`${origin}/api/close/health`, { signal: AbortSignal.timeout(startLimitMs) });
  return health.then(
    ({ ok }) => ok,
    () => false,
  );
}
