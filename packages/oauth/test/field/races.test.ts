import { describe, expect, it } from 'vitest';
import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import { connect, hourMs, login, shortly } from '../connect.ts';
import { deferred } from '../deferred.ts';
import { settled, twoVaults, whileAnswering, whileStandingStill } from '../two-vaults.ts';

const key = 'orga_1/user_1';
const refused = (): Response => Response.json({ error: 'invalid_grant' }, { status: 400 });

describe('parallel callers of one process', () => {
  it('slackapi/node-slack-sdk#2504, auth0/auth0-spa-js#553, auth0/nextjs-auth0#2149, auth0/nextjs-auth0#498: trade one refresh token for one pair', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs;
    const tokens = await Promise.all(Array.from({ length: 50 }, () => grant.get()));
    expect(new Set(tokens)).toEqual(new Set(['access-secret-2']));
    expect(close.seen.map(({ form }) => form.refresh_token)).toEqual(['refresh-secret-1']);
  });

  it('auth0/auth0-spa-js#1684: share the refresh by connection, whatever object they hold', async () => {
    const { oauth, close, clock } = await connect();
    clock.time += hourMs;
    const ids = [1, 2, 3].map((audience) => ({ organizationId: 'orga_1', userId: 'user_1', audience }));
    await Promise.all(ids.map((id) => oauth.grant(id).get()));
    expect(close.seen).toHaveLength(1);
  });

  it('jsforce/jsforce#39, jsforce/jsforce#1168: refresh once for a 401 that comes back many times', async () => {
    const { grant, close } = await connect();
    const before = await grant.get();
    for (let refusal = 0; refusal < 5; refusal += 1) grant.invalidate(before);
    await Promise.all([grant.get(), grant.get()]);
    for (let refusal = 0; refusal < 5; refusal += 1) grant.invalidate(before);
    expect([await grant.get(), close.seen.length]).toEqual(['access-secret-2', 1]);
  });

  it('damianvtran/local-operator#945: may leave without dropping the rotation they asked for', async () => {
    const { grant, close, clock, options } = await connect();
    clock.time += hourMs;
    const answer = deferred<Response>();
    close.answerNext(() => answer.promise);
    const leaver = new AbortController();
    const left = grant.get({ signal: leaver.signal });
    leaver.abort();
    await expect(left).rejects.toMatchObject({ code: 'aborted' });
    answer.resolve(
      Response.json({ token_type: 'Bearer', access_token: 'kept', refresh_token: 'r2', expires_in: 3600 }),
    );
    await expect.poll(() => grant.peek()).toBe('kept');
    expect(await createCloseOAuth(options).grant(grant).get()).toBe('kept');
  });

  it('NangoHQ/nango#1005: find the next refresh working after one that hung', async () => {
    const { grant, close, clock } = await connect({ replyPatienceMs: 5000 });
    clock.time += hourMs;
    const hangs = new Promise<Response>(() => undefined);
    close.answerNext(() => hangs);
    close.answerNext(() => hangs);
    await expect(grant.get()).rejects.toMatchObject({ code: 'refresh_unavailable' });
    expect(await settled(grant)).toBe('access-secret-2');
  });
});

describe('several processes', () => {
  it('googleapis/google-auth-library-nodejs#41, intuit/oauth-jsclient#128, stacklok/toolhive#6548, neondatabase/mcp-server-neon#209, vm0-ai/vm0#15382, better-auth/better-auth#8512: redeem a refresh token once', async () => {
    const { grant, otherGrant, close, clock } = await twoVaults({ sleep: shortly });
    clock.time += hourMs;
    await Promise.all([grant.get(), otherGrant.get()]);
    expect(close.seen).toHaveLength(1);
  });

  it('NangoHQ/nango#2494: adopt what the holder of the lease brought, instead of refreshing in turn', async () => {
    const { grant, close, clock, options } = await connect({ sleep: shortly });
    clock.time += hourMs;
    const crowd = Array.from({ length: 10 }, () => createCloseOAuth(options).grant(grant));
    await Promise.all(crowd.map((one) => one.get()));
    expect(close.seen).toHaveLength(1);
  });

  it('slackapi/node-slack-sdk#1244, nextauthjs/next-auth#8897: never write an older pair over a newer one', async () => {
    const all = await twoVaults();
    all.clock.time += hourMs;
    whileAnswering(all, () => login(all.other));
    expect(await all.grant.get()).toBe('access-secret-2');
    expect(await all.store.load(key)).toMatchObject({ generation: 2 });
  });

  it('oauth2-proxy/oauth2-proxy#1992, appstrate/appstrate#1366: wait for a token endpoint slower than the lease', async () => {
    const { grant, otherGrant, close, clock } = await twoVaults();
    clock.time += hourMs;
    close.answerNext(async () => {
      await clock.sleep(4 * 60_000);
      return Response.json({
        token_type: 'Bearer',
        access_token: 'slow',
        refresh_token: 'r2',
        expires_in: 3600,
      });
    });
    expect(await Promise.all([settled(grant), settled(otherGrant)])).toEqual(['slow', 'slow']);
    expect(close.seen).toHaveLength(1);
  });

  it('supabase/supabase-js#2235, supabase/auth-js#213: are not locked out by a holder that is gone', async () => {
    const { grant, otherGrant, close, clock, standstill } = await twoVaults();
    clock.time += hourMs;
    const gone = new Promise<Response>(() => undefined);
    close.answerNext(() => {
      standstill.stop();
      return gone;
    });
    void grant.get().catch(() => undefined);
    await close.received();
    expect(await settled(otherGrant)).toBe('access-secret-2');
  });

  it('All-Hands-AI/OpenHands#13020: hold nothing open in the store while the server answers', async () => {
    let open = 0;
    const inner = memoryStore();
    const counted = async <T>(work: Promise<T>): Promise<T> => {
      open += 1;
      return work.finally(() => (open -= 1));
    };
    const store = {
      scan: inner.scan,
      erase: inner.erase,
      consume: inner.consume,
      load: (name: string) => counted(inner.load(name)),
      compareAndSet: (...write: Parameters<typeof inner.compareAndSet>) =>
        counted(inner.compareAndSet(...write)),
    };
    const { grant, close, clock } = await connect({ store });
    clock.time += hourMs;
    close.answerNext(() => {
      expect(open).toBe(0);
      return new Response('busy', { status: 503 });
    });
    await expect(grant.get()).rejects.toMatchObject({ status: 503 });
  });
});

describe('the loser of a race', () => {
  it('vercel/ai#20674, google-gemini/gemini-cli#29048, tombii/better-ccflare#407, intuit/quickbooks-online-mcp-server#104: reads again before it believes a refusal', async () => {
    const { grant, otherGrant, close, clock, events, standstill } = await twoVaults();
    clock.time += hourMs;
    close.answerNext(async () => {
      standstill.stop();
      await settled(otherGrant);
      standstill.resume();
      return refused();
    });
    expect(await settled(grant)).toBe('access-secret-2');
    expect(events.map(({ type }) => type).filter((type) => type !== 'joined')).toEqual(['adopted']);
  });

  it('realiti4/claude-swap#196: marks only the refused token, and not permanently', async () => {
    const all = await twoVaults();
    const { grant, otherGrant, close, clock, store } = all;
    clock.time += hourMs;
    whileStandingStill(all, async () => {
      close.answerNext(refused);
      await expect(settled(otherGrant)).rejects.toMatchObject({ code: 'reauthorization_required' });
      expect((await store.load(key))?.sealed).not.toBeNull();
    });
    expect(await settled(grant)).toBe('late');
    expect(await otherGrant.get()).toBe('late');
  });

  it('auth0/auth0-spa-js#755: repeats a read that is older than what it knows', async () => {
    const { grant, store, clock, close } = await connect();
    const stale = await store.load(key);
    grant.invalidate(await grant.get());
    await grant.get();
    const load = store.load.bind(store);
    let staleReads = 1;
    store.load = (name) => (staleReads-- > 0 ? Promise.resolve(stale) : load(name));
    clock.time += hourMs;
    expect(await grant.get()).toBe('access-secret-3');
    expect(close.seen.map(({ form }) => form.refresh_token)).toEqual([
      'refresh-secret-1',
      'refresh-secret-2',
    ]);
  });
});

describe('a disconnect', () => {
  it('auth0/nextjs-auth0#2530: is not undone by a write that was under way', async () => {
    const all = await twoVaults();
    all.clock.time += hourMs;
    whileStandingStill(all, () => all.otherGrant.revoke());
    await expect(settled(all.grant)).rejects.toMatchObject({ code: 'reauthorization_required' });
    expect(await all.store.load(key)).toMatchObject({ status: 'revoked', sealed: null });
  });

  it('auth0/auth0-spa-js#449: is possible when the refresh token is bad', async () => {
    const { grant, close, clock } = await connect();
    clock.time += hourMs;
    close.alive = '';
    await expect(grant.get()).rejects.toMatchObject({ code: 'reauthorization_required' });
    await grant.revoke();
    expect(await grant.status()).toMatchObject({ status: 'revoked' });
  });
});
