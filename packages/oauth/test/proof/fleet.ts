import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCloseOAuth } from '@closekit/oauth';
import { openStore } from '../engines/open-store.ts';
import type { StoreSpec } from '../engines/open-store.ts';
import type { TokenServer } from './token-server.ts';
import { workerKeys } from './worker-keys.ts';
import type { WorkerNews, WorkerOrder, WorkerSpec } from './worker-messages.ts';

type Got = Extract<WorkerNews, { type: 'got' }>;

/** A child process with its own vault. */
export interface Worker {
  readonly name: string;
  readonly child: ChildProcess;
  /** Lets callers request a token at once; undefined when the process has exited. */
  get(order: { key: string; callers: number; aheadMs: number }): Promise<Got | undefined>;
  send(order: WorkerOrder): void;
  /** Settles when the process exits. */
  readonly ended: Promise<void>;
}

// The second process of a fleet starts in a fifth of the time of the first.
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'closekit-compile-cache') };
const workerPath = new URL('worker.ts', import.meta.url);
let orders = 0;

/** Starts a process of a fleet; `onNews` receives its messages. */
export async function startWorker(
  spec: WorkerSpec,
  onNews: (news: WorkerNews) => void = () => undefined,
): Promise<Worker> {
  const child = fork(workerPath, { execArgv: ['--conditions=@closekit/source'], stdio: 'inherit', env });
  const ended = once(child, 'exit').then(() => undefined);
  const pending = new Map<number, (got: Got) => void>();
  const ready = new Promise<void>((resolve) => {
    child.on('message', (news: WorkerNews) => {
      if (news.type === 'ready') resolve();
      if (news.type === 'got') pending.get(news.id)?.(news);
      onNews(news);
    });
  });
  const send = (order: WorkerOrder): void => {
    if (child.connected) child.send(order, () => undefined);
  };
  send({ type: 'start', spec });
  await Promise.race([ready, ended]);
  return {
    name: spec.name,
    child,
    ended,
    send,
    get({ key, callers, aheadMs }) {
      const id = (orders += 1);
      const got = new Promise<Got>((resolve) => {
        pending.set(id, resolve);
      });
      send({ type: 'get', id, key, callers, aheadMs });
      return Promise.race([got, ended.then(() => undefined)]);
    },
  };
}

/** Connects grants by logins. */
export async function connectGrants(
  store: StoreSpec,
  server: TokenServer,
  keys: readonly string[],
): Promise<void> {
  const oauth = createCloseOAuth({
    clientId: 'client',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    keys: workerKeys,
    store: openStore(store),
    server: server.metadata,
  });
  try {
    for (const key of keys) {
      // oxlint-disable-next-line no-await-in-loop -- one login after another is gentle to the store.
      const { url, transaction } = await oauth.startAuthorization();
      const callbackUrl = `https://app.example/callback?code=${key}&state=${url.searchParams.get('state')}`;
      // oxlint-disable-next-line no-await-in-loop -- as above.
      await oauth.finishAuthorization({ callbackUrl, transaction });
    }
  } finally {
    await oauth.close();
  }
}
