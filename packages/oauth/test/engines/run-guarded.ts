import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';

/** A server that ends with us. */
export interface GuardedServer {
  /** Stops the server, deletes its folder and waits until both are done. */
  stop(): Promise<void>;
}

/** What to run, and how to know that it runs. */
export interface GuardedCommand {
  readonly command: readonly [string, ...string[]];
  /** The server's own folder, deleted at the end. */
  readonly folder: string;
  /** What the server prints once it takes connections. */
  readonly readyText: string;
  readonly stopSignal: 'QUIT' | 'TERM';
  /** Whom to run it as; ourselves when left out. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
}

// The shell waits on its input, which ends however we end, also by SIGKILL.
const guard =
  'signal=$1 folder=$2; shift 2; "$@" </dev/null & server=$!; cat >/dev/null; kill -$signal $server; wait $server; rm -rf "$folder"';
const readyWithinMs = 30_000;

/**
 * Starts a server that cannot outlive this process.
 *
 * @param options - What to run.
 * @returns Once the server takes connections.
 * @throws Error with what the server printed when it did not start.
 */
export async function runGuarded(options: GuardedCommand): Promise<GuardedServer> {
  const { command, folder, stopSignal, user } = options;
  const child = spawn('sh', ['-c', guard, 'guard', stopSignal, folder, ...command], {
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'pipe'],
    ...user,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await ended;
  };
  try {
    await ready(child, options.readyText);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

function ready(child: ChildProcess, readyText: string): Promise<void> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new Error(`${child.spawnargs[6]} did not start: ${printed}`));
    const timer = setTimeout(fail, readyWithinMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        printed = `${printed}${text}`.slice(-4000);
        if (!printed.includes(readyText)) return;
        clearTimeout(timer);
        resolve();
      });
    }
    child.once('error', reject);
    child.once('close', fail);
  });
}
