import { flushCompileCache } from 'node:module';
import { createCloseOAuth } from '@closekit/oauth';
import type { AuthorizationServer } from '@closekit/oauth';
import { sqliteStore } from '@closekit/oauth/stores/sqlite';
import { createCloseHandler } from '../../src/index.ts';
import { sqliteSessionStore } from '../../src/stores/sqlite.ts';

/** One request to a process that kills itself during it. */
export interface DeathSpec {
  /** The SQLite file of both stores. */
  readonly path: string;
  /** The call of a store or of Close before which the process dies, counted from 1. */
  readonly step: number;
  readonly closeUrl: string;
  readonly server: AuthorizationServer;
  readonly app: {
    readonly clientId: string;
    readonly clientSecret: string;
    readonly redirectUri: string;
    readonly keys: readonly { readonly id: string; readonly secret: string }[];
  };
  readonly now: number;
  readonly request: {
    readonly url: string;
    readonly headers: Record<string, string>;
    readonly body: string | undefined;
  };
}

// A process of an app that is killed between two steps of a request, or reports the status of the response.
// A killed process writes no cache.
flushCompileCache();
const spec: DeathSpec = JSON.parse(process.argv[2] ?? '');
let steps = 0;

function count(): void {
  steps += 1;
  if (steps === spec.step) process.kill(process.pid, 'SIGKILL');
}

/** A store whose calls are steps. */
function counted<Store extends object>(store: Store): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        count();
        return Reflect.apply(member, target, args);
      };
    },
  });
}

/** Close on the port of the test. Both directions of a call are steps. */
async function fetchClose(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const { pathname, search } = new URL(request.url);
  const body = request.method === 'GET' ? null : await request.text();
  count();
  const { method, headers } = request;
  const response = await fetch(spec.closeUrl + pathname + search, { method, headers, body });
  count();
  return response;
}

const now = (): number => spec.now;
const effects = { fetch: fetchClose, now };
const store = counted(sqliteStore(spec.path));
const sessions = counted(sqliteSessionStore(spec.path));
const { keys, ...client } = spec.app;
const oauth = createCloseOAuth({ ...client, keys: [...keys], server: spec.server, store, ...effects });
const handler = createCloseHandler({
  oauth,
  origin: new URL(spec.request.url).origin,
  apiOrigin: new URL(spec.server.issuer).origin,
  sessions,
  ...effects,
});
const { url, headers, body = null } = spec.request;
const response = await handler(new Request(url, { method: 'POST', headers, body }));
process.send?.({ status: response.status }, () => process.exit(0));
