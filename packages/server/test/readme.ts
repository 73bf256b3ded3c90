// oxlint-disable no-console -- examples print
// The examples of the README, here so that they are compiled.
import type { ConnectedOAuth } from '../src/index.ts';

declare const oauth: ConnectedOAuth;
declare const limiter: { take(key: string): { isOver: boolean; waitMs: number } };
const origin = 'https://app.example';

// #region hooks
import { createCloseHandler } from '@closekit/server';

const handler = createCloseHandler({
  oauth,
  origin,
  onEvent(event) {
    const { type, requestId, route, userId, organizationId } = event;
    console.log({ type, requestId, route, userId, organizationId });
    if (event.type === 'failed') console.error(event.requestId, event.error);
  },
  rateLimit({ route, headers }) {
    const address = headers.get('x-real-ip') ?? ''; // the header that your proxy sets
    const { isOver, waitMs } = limiter.take(`${route} ${address}`);
    return isOver ? { retryAfterMs: waitMs } : undefined;
  },
  allow: ({ method, path }) => (method === 'GET' || path.startsWith('/api/v1/lead/') ? undefined : false),
});
// #endregion hooks

export { handler };
