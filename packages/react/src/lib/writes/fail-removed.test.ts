import { apiKey, createCloseClient } from '@closekit/client';
import { MutationObserver, onlineManager, QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it } from 'vitest';
import { createCloseQueryOptions } from '../queries/create-close-query-options.ts';
import { failRemoved } from './fail-removed.ts';

/** A page that is offline and has started a write of Close, or of the app. */
async function setUp(own = false) {
  let count = 0;
  const send = () => {
    count += 1;
    return Promise.resolve(Response.json({}));
  };
  const close = createCloseClient({ auth: apiKey('api_1'), fetch: send, retry: false });
  const queries = createCloseQueryOptions(close, {
    session: { organization: { id: 'orga_1' }, user: { id: 'user_1' } },
  });
  const queryClient = new QueryClient();
  const cache = queryClient.getMutationCache();
  failRemoved(cache, watchNetwork);
  failRemoved(cache, watchNetwork);
  onlineManager.setOnline(false);
  const outcome = own
    ? new MutationObserver(queryClient, { mutationFn: send }).mutate()
    : new MutationObserver(queryClient, queries.mutations.leads.update()).mutate({ id: 'lead_1', body: {} });
  let failure: unknown;
  outcome.catch((error: unknown) => (failure = error));
  await settle();
  return { cache, sent: () => count, failure: () => failure };
}

const watchNetwork = (listener: () => void) => onlineManager.subscribe(listener);

const settle = () => new Promise((resolve) => setTimeout(resolve));

afterEach(() => onlineManager.setOnline(true));

describe('failRemoved', () => {
  it('fails a write that was removed while it was paused, and does not send it', async () => {
    const { cache, sent, failure } = await setUp();
    cache.clear();
    await settle();
    expect(failure()).toBeUndefined();
    onlineManager.setOnline(true);
    await expect.poll(failure).toMatchObject({ code: 'aborted' });
    expect(sent()).toBe(0);
  });

  it('leaves the mutations of the app alone', async () => {
    const { cache, sent } = await setUp(true);
    cache.clear();
    onlineManager.setOnline(true);
    await settle();
    expect(sent()).toBe(0);
  });
});
