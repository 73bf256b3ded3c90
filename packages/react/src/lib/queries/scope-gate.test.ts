import { apiKey, cookieSession, createCloseClient, tokenSession } from '@closekit/client';
import type { CloseAuth } from '@closekit/client';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { describe, expect, it, onTestFinished } from 'vitest';
import { settle, setUpStore, signedIn, signedOut } from '../../../test/store-over-backend.ts';
import { scopeOf } from '../auth/state.ts';
import { createCloseQueryOptions, optionsOf } from './create-close-query-options.ts';
import { createOptionRoot } from './option-root.ts';
import { createScopeGate, followPage } from './scope-gate.ts';
import { withResolvers } from '../../../test/with-resolvers.ts';

const other = { ...signedIn, organization: { id: 'orga_2', name: 'Difference Engines' } };

function setUp(auth: CloseAuth = apiKey('api_1')) {
  const sent: unknown[] = [];
  const api = { respond: (): Response | Promise<Response> => Response.json({ data: [], has_more: false }) };
  const fetch: typeof globalThis.fetch = async (input) => {
    sent.push(input);
    return api.respond();
  };
  const client = createCloseClient({ auth, fetch, baseUrl: 'https://api.close.com/api/v1', retry: false });
  const queryClient = new QueryClient();
  onTestFinished(() => queryClient.clear());
  return { client, queryClient, sent, api };
}

describe('createCloseQueryOptions', () => {
  it.each([undefined, signedOut, { status: 'needs-reauth' } as const])(
    'sends nothing without a connected session: %o',
    async (session) => {
      const { client, queryClient, sent } = setUp();
      const queries = createCloseQueryOptions(client, { session });
      const refusal = { code: 'reauthorization_required', backendCode: 'signed_out' };
      const observer = new QueryObserver(queryClient, queries.leads.list());
      onTestFinished(observer.subscribe(() => {}));
      expect(observer.getCurrentResult()).toMatchObject({ status: 'pending', fetchStatus: 'idle' });
      await expect(queryClient.query(queries.leads.get('lead_1'))).rejects.toMatchObject(refusal);
      await expect(queryClient.infiniteQuery(queries.infinite.leads.list())).rejects.toMatchObject(refusal);
      const { mutationFn } = queries.mutations.leads.update();
      await expect(mutationFn({ id: 'lead_1', body: {} })).rejects.toMatchObject(refusal);
      expect(queries.key()).toEqual(['close', 'none']);
      expect(sent).toEqual([]);
    },
  );

  it('sends nothing once the page of the client has left the session', async () => {
    const { client, queryClient, sent } = setUp();
    const { store, answer } = setUpStore({ initialSession: signedIn });
    const queries = createCloseQueryOptions(client, { session: signedIn });
    const leave = followPage(client, store);
    await queryClient.query(queries.leads.list());
    answer(other);
    await store.reload();
    const observer = new QueryObserver(queryClient, { ...queries.leads.list(), staleTime: 0 });
    onTestFinished(observer.subscribe(() => {}));
    await queryClient.refetchQueries();
    await queryClient.prefetchQuery(queries.leads.list());
    await expect(queryClient.query(queries.leads.get('lead_1'))).rejects.toMatchObject({ code: 'aborted' });
    const { mutationFn } = queries.mutations.leads.update();
    await expect(mutationFn({ id: 'lead_1', body: {} })).rejects.toMatchObject({ code: 'aborted' });
    expect(sent).toHaveLength(1);
    leave();
    await queryClient.query(queries.leads.get('lead_1'));
    expect(sent).toHaveLength(2);
  });

  it('follows the latest page of its client', async () => {
    const { client, queryClient, sent } = setUp();
    const [first, second] = [setUpStore({ initialSession: other }), setUpStore({ initialSession: signedIn })];
    const leaveFirst = followPage(client, first.store);
    followPage(client, second.store);
    leaveFirst();
    const queries = createCloseQueryOptions(client, { session: other });
    await expect(queryClient.query(queries.leads.list())).rejects.toMatchObject({ code: 'aborted' });
    expect(sent).toEqual([]);
  });

  it('sends while the page of the client still reads its session', async () => {
    const { client, queryClient, sent } = setUp();
    followPage(client, setUpStore().store);
    await queryClient.query(createCloseQueryOptions(client, { session: signedIn }).leads.list());
    expect(sent).toHaveLength(1);
  });

  it('drops a response that arrives after the page has left, also in a cache of its own', async () => {
    const { client, queryClient, api } = setUp();
    const { store, answer } = setUpStore({ initialSession: signedIn });
    followPage(client, store);
    const { promise, resolve } = withResolvers<Response>();
    api.respond = () => promise;
    const reading = queryClient.query(createCloseQueryOptions(client, { session: signedIn }).leads.list());
    await settle();
    answer(other);
    await store.reload();
    resolve(Response.json({ data: [{ id: 'lead_late' }] }));
    await expect(reading).rejects.toMatchObject({ code: 'aborted' });
  });

  it('ends a write whose next attempt would get the token of the next session', async () => {
    const { leave, writing } = await startWrite(tokenSession('/api/close', { fetch: sendToken }));
    await leave();
    await expect(writing).rejects.toMatchObject({ code: 'aborted', mayHaveActed: true });
  });

  it('leaves a write in flight to a backend that refuses the next attempt', async () => {
    const { leave, writing, resolve } = await startWrite(cookieSession());
    await leave();
    resolve(Response.json({ id: 'lead_1' }));
    await expect(writing).resolves.toEqual({ id: 'lead_1' });
  });
});

async function sendToken(): Promise<Response> {
  return Response.json({ token: 'one' });
}

/** Starts a write whose response the test sends. */
async function startWrite(auth: CloseAuth) {
  const { store, answer } = setUpStore({ initialSession: signedIn });
  const { client, sent, api } = setUp(auth);
  onTestFinished(followPage(client, store));
  const { promise, resolve } = withResolvers<Response>();
  api.respond = () => promise;
  const { mutationFn } = createCloseQueryOptions(client, { session: signedIn }).mutations.leads.update();
  const writing = mutationFn({ id: 'lead_1', body: {} });
  writing.catch(() => undefined);
  await expect.poll(() => sent).toHaveLength(1);
  const leave = (): Promise<void> => {
    answer(other);
    return store.reload();
  };
  return { leave, writing, resolve };
}

const treeOf = ({ store }: ReturnType<typeof setUpStore>, client: Parameters<typeof createOptionRoot>[0]) => {
  const scope = scopeOf(store.getSnapshot());
  return optionsOf(
    createOptionRoot(
      client,
      scope,
      createScopeGate(scope, () => store),
    ),
  );
};

describe('the options of a page', () => {
  it('send nothing while the session is read, and reject with the reason once it is known', async () => {
    const { client, queryClient, sent } = setUp();
    const page = setUpStore();
    const refusal = { code: 'reauthorization_required', backendCode: 'signed_out' };
    // A server never reads the session.
    await expect(queryClient.query(treeOf(page, client).leads.list())).rejects.toMatchObject(refusal);
    await page.store.reload();
    await expect(queryClient.query(treeOf(page, client).leads.list())).rejects.toMatchObject(refusal);
    expect(sent).toEqual([]);
  });

  it('reject with the failure of a session that cannot be read', async () => {
    const { client, queryClient } = setUp();
    const page = setUpStore();
    page.answer('no session');
    await page.store.reload();
    await page.store.reload();
    await expect(queryClient.query(treeOf(page, client).leads.list())).rejects.toMatchObject({
      code: 'session_unavailable',
    });
  });
});
