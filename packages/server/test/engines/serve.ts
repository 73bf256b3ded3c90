import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createCloseHandler, webhookRelay } from '../../src/index.ts';
import { toNodeListener } from '../../src/node.ts';
import { oauthOfMany } from '../sign-in-as.ts';
import { signatureKey } from '../sign-delivery.ts';
import { openBus } from './open-bus.ts';
import { openSessions } from './open-sessions.ts';
import type { SessionsSpec } from './open-sessions.ts';

// One process of an app. Its heartbeat is too slow to notice anything. A message of the parent ends all sessions of a user.
const spec: Exclude<SessionsSpec, { engine: 'sqlite' }> = JSON.parse(process.argv[2] ?? '');
const handler = createCloseHandler({
  oauth: oauthOfMany(),
  origin: 'https://app.example',
  sessions: openSessions(spec),
  webhooks: webhookRelay({ signatureKey, bus: openBus(spec), heartbeatMs: 600_000 }),
  fetch: async () => Response.json({}),
});
process.on('message', (userId: string) => {
  void handler.sessions.endAll({ userId }).then((ended) => process.send?.({ ended }));
});
const server: Server = createServer(toNodeListener(handler)).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
