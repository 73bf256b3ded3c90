import { createServer } from 'node:http';
import { flushCompileCache } from 'node:module';
import { createCloseOAuth } from '@closekit/oauth';
import { listenAnywhere } from '../../../oauth/test/listen-anywhere.ts';
import { openStore } from '../../../oauth/test/engines/open-store.ts';
import { createCloseHandler, webhookRelay } from '../../src/index.ts';
import type { ManagedCloseHandler } from '../../src/index.ts';
import { toNodeListener } from '../../src/node.ts';
import { openBus } from '../engines/open-bus.ts';
import { openSessions } from '../engines/open-sessions.ts';
import { appOrigin } from './app-origin.ts';
import type { AppNews, AppOrder, AppSpec } from './app-messages.ts';

// One process of an app: the handler and the vault of production on the engine of the fleet.
let handler: ManagedCloseHandler | undefined;

process.on('message', (order: AppOrder) => {
  void obey(order);
});
process.on('disconnect', () => process.exit(0));

async function obey(order: AppOrder): Promise<void> {
  if (order.type === 'start') await start(order.spec);
  if (order.type === 'end-all')
    tell({ type: 'ended', count: (await handler?.sessions.endAll(order.filter)) ?? 0 });
}

async function start(spec: AppSpec): Promise<void> {
  const { name, client, server, sessions, subscriptions } = spec;
  const oauth = createCloseOAuth({
    ...client,
    redirectUri: `${appOrigin}/api/close/callback`,
    server,
    store: openStore(spec.tokens),
    keys: [{ id: 'k1', secret: 'A'.repeat(43) }],
    // A killed process holds its lease for so long. The tokens live for less, so refreshes happen all the time.
    leaseMs: 6000,
    refreshMarginMs: 1000,
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      headers.set('x-process', name);
      return fetch(input, { ...init, headers });
    },
    onEvent: ({ type, userId }) => {
      if (type === 'refreshed' || type === 'revoked') tell({ type: 'event', event: type, userId });
    },
  });
  const created = createCloseHandler({
    oauth,
    origin: appOrigin,
    apiOrigin: server.issuer,
    sessions: openSessions(sessions),
    // Too slow to notice anything: what reaches a page in time came over the bus.
    webhooks: webhookRelay({
      signatureKey: (id) => subscriptions[id],
      bus: openBus(sessions),
      heartbeatMs: 600_000,
    }),
  });
  handler = created;
  // A load balancer sends nothing before: the connections to the stores are open from then on.
  await created(new Request(`${appOrigin}/api/close/ready`));
  const port = await listenAnywhere(createServer(toNodeListener(created)));
  flushCompileCache();
  tell({ type: 'ready', port });
}

function tell(news: AppNews): void {
  // The parent may have ended.
  process.send?.(news, () => undefined);
}
