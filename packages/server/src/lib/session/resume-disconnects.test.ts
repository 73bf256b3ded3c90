import { afterEach, expect, it, vi } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import { createCloseHandler } from '../create-close-handler.ts';
import type { CloseHandlerEvent } from '../config/handler-event.ts';

const origin = 'https://app.example';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A handler, and the number of times that its store was walked. */
function setUp(scan: (walks: number) => void = () => undefined) {
  let time = 1000;
  vi.spyOn(performance, 'now').mockImplementation(() => time);
  const store = memoryStore();
  const list = store.scan;
  let walks = 0;
  store.scan = async (...page) => {
    walks += 1;
    scan(walks);
    return list.call(store, ...page);
  };
  const events: CloseHandlerEvent[] = [];
  const oauth = createCloseOAuth({
    clientId: 'oa2client_1',
    clientSecret: 'secret',
    redirectUri: `${origin}/api/close/callback`,
    store,
    keys: [{ id: 'k1', secret: 'A'.repeat(43) }],
  });
  const handler = createCloseHandler({ oauth, origin, onEvent: (event) => events.push(event) });
  return {
    events,
    walks: () => walks,
    visit: () => handler(new Request(`${origin}/api/close/health`)),
    pass: (durationMs: number) => {
      time += durationMs;
    },
  };
}

it('walks the store at the first request, and then once an hour', async () => {
  const { visit, walks, pass } = setUp();
  await visit();
  await visit();
  await expect.poll(walks).toBe(1);
  pass(3_599_999);
  await visit();
  await expect.poll(walks).toBe(1);
  pass(1);
  await visit();
  await expect.poll(walks).toBe(2);
});

it('reports a store that fails, and walks again a minute later', async () => {
  const { visit, walks, pass, events } = setUp((count) => {
    if (count === 1) throw new Error('down');
  });
  await visit();
  await expect.poll(() => events).toMatchObject([{ type: 'failed', code: 'store_unavailable' }]);
  pass(59_999);
  await visit();
  expect(walks()).toBe(1);
  pass(1);
  await visit();
  await expect.poll(walks).toBe(2);
});
