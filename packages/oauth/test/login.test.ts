import { describe, expect, it } from 'vitest';
import {
  CloseOAuthError,
  createCloseOAuth,
  finishAuthorization,
  isCloseOAuthError,
  memoryStore,
  startAuthorization,
} from '@closekit/oauth';
import type { CloseOAuth, CloseOAuthOptions, GrantRecord } from '@closekit/oauth';
import { createSandbox } from '@closekit/sandbox';
import type { Sandbox } from '@closekit/sandbox';
import { activeRecord } from './active-record.ts';

interface Setting {
  readonly sandbox: Sandbox;
  readonly oauth: CloseOAuth;
  readonly clock: { time: number };
}

function setting(overrides: Partial<CloseOAuthOptions> = {}): Setting {
  const clock = { time: Date.now() };
  const now = (): number => clock.time;
  const sandbox = createSandbox({ leads: 0, now });
  const { metadata: server, client, fetch } = sandbox;
  return { sandbox, clock, oauth: createCloseOAuth({ ...client, server, fetch, now, ...overrides }) };
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return isCloseOAuthError(error) ? error.code : undefined;
}

async function connected(): Promise<Setting & { readonly grant: ReturnType<CloseOAuth['grant']> }> {
  const made = setting();
  const { url, transaction } = await made.oauth.startAuthorization();
  const callbackUrl = await made.sandbox.approve(url);
  const { grant } = await made.oauth.finishAuthorization({ callbackUrl, transaction });
  return { ...made, grant };
}

describe('oauth.startAuthorization', () => {
  it('returns how long its transaction is valid', async () => {
    const { oauth } = setting();
    expect((await oauth.startAuthorization()).lifetimeMs).toBe(600_000);
    const { sandbox, oauth: hasty, clock } = setting({ flowLifetimeMs: 5000 });
    const { url, transaction, lifetimeMs } = await hasty.startAuthorization();
    expect(lifetimeMs).toBe(5000);
    const callbackUrl = await sandbox.approve(url);
    clock.time += lifetimeMs + 1;
    expect(await codeOf(hasty.finishAuthorization({ callbackUrl, transaction }))).toBe('flow_expired');
  });
});

describe('oauth.finishAuthorization', () => {
  it('connects the organization that the user chose', async () => {
    const { sandbox, oauth } = setting();
    const [, second] = sandbox.organizations;
    const { url, transaction } = await oauth.startAuthorization({ context: '/leads?x=1' });
    const callbackUrl = await sandbox.approve(url, { organizationId: second?.id ?? '' });
    const { grant, context } = await oauth.finishAuthorization({ callbackUrl, transaction });
    expect(grant.organizationId).toBe(second?.id);
    expect(context).toBe('/leads?x=1');
    const me = await sandbox.fetch('https://api.close.com/api/v1/me/', {
      headers: { authorization: `Bearer ${await grant.get()}` },
    });
    expect(me.status).toBe(200);
  });

  it('says access_denied when the user denies', async () => {
    const { sandbox, oauth } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url, { deny: true });
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('access_denied');
  });

  it('accepts a denial without a state', async () => {
    const { sandbox, oauth } = setting();
    const { transaction } = await oauth.startAuthorization();
    const callbackUrl = `${sandbox.client.redirectUri}?error=access_denied`;
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('access_denied');
  });

  it('says callback_rejected for any other error of the server', async () => {
    const { sandbox, oauth } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const state = url.searchParams.get('state');
    const callbackUrl = `${sandbox.client.redirectUri}?error=server_error&state=${state}`;
    const finished = oauth.finishAuthorization({ callbackUrl, transaction });
    await expect(finished).rejects.toMatchObject({ code: 'callback_rejected', reason: 'server_error' });
  });

  it('says callback_rejected without code and error, and for a repeated parameter', async () => {
    const { sandbox, oauth } = setting();
    const finish = async (query: string): Promise<string | undefined> => {
      const { url, transaction } = await oauth.startAuthorization();
      const state = url.searchParams.get('state');
      const callbackUrl = `${sandbox.client.redirectUri}?state=${state}${query}`;
      return codeOf(oauth.finishAuthorization({ callbackUrl, transaction }));
    };
    expect([await finish(''), await finish('&code=a&code=b')]).toEqual([
      'callback_rejected',
      'callback_rejected',
    ]);
  });

  it('says state_missing without a state or without a transaction', async () => {
    const { sandbox, oauth } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    const other = `${sandbox.client.redirectUri}?code=x`;
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl: other, transaction }))).toBe(
      'state_missing',
    );
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction: undefined }))).toBe(
      'state_missing',
    );
  });

  it('says state_mismatch for the callback of another login, and accepts the right one', async () => {
    const { sandbox, oauth } = setting();
    const mine = await oauth.startAuthorization();
    const other = await oauth.startAuthorization();
    const otherCallback = await sandbox.approve(other.url);
    const callbackUrl = await sandbox.approve(mine.url);
    const { transaction } = mine;
    const crossed = oauth.finishAuthorization({ callbackUrl: otherCallback, transaction });
    expect(await codeOf(crossed)).toBe('state_mismatch');
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBeUndefined();
  });

  it('says state_mismatch for a transaction that was changed or sealed elsewhere', async () => {
    const { sandbox, oauth } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    const changed = `${transaction.slice(0, -2)}AA`;
    const foreign = (await setting({ clientId: 'other' }).oauth.startAuthorization()).transaction;
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction: changed }))).toBe(
      'state_mismatch',
    );
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction: foreign }))).toBe(
      'state_mismatch',
    );
  });

  it('says state_replayed the second time, also for concurrent callbacks', async () => {
    const { sandbox, oauth } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    const finish = (): Promise<string | undefined> =>
      codeOf(oauth.finishAuthorization({ callbackUrl, transaction }));
    expect((await Promise.all([finish(), finish()])).filter(Boolean)).toEqual(['state_replayed']);
    expect(await finish()).toBe('state_replayed');
    expect(sandbox.requests.filter((request) => request.path === '/oauth2/token/')).toHaveLength(1);
  });

  it('says state_replayed to every process but the first, and exchanges the code once', async () => {
    const shared = { store: memoryStore(), keys: [{ id: 'k', secret: 'A'.repeat(43) }] };
    const { sandbox, oauth } = setting(shared);
    const { metadata: server, client, fetch } = sandbox;
    const processes = [oauth, createCloseOAuth({ ...client, server, fetch, ...shared })];
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    const finished = processes.map((each) => codeOf(each.finishAuthorization({ callbackUrl, transaction })));
    const codes = await Promise.all(finished);
    expect(codes.filter(Boolean)).toEqual(['state_replayed']);
    expect(sandbox.requests.filter((request) => request.path === '/oauth2/token/')).toHaveLength(1);
  });

  it('shows a refusal as often as it arrives, and uses the login up with it', async () => {
    const { sandbox, oauth } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url, { deny: true });
    const finish = (query = ''): Promise<string | undefined> =>
      codeOf(oauth.finishAuthorization({ callbackUrl: `${callbackUrl.href}${query}`, transaction }));
    expect([await finish(), await finish()]).toEqual(['access_denied', 'access_denied']);
    expect(await finish('&code=c')).toBe('access_denied');
    const granted = await sandbox.approve(url);
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl: granted, transaction }))).toBe(
      'state_replayed',
    );
    granted.searchParams.set('error', '');
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl: granted, transaction }))).toBe(
      'state_replayed',
    );
  });

  it('keeps the code unused while the store is down', async () => {
    const store = memoryStore();
    const { sandbox, oauth } = setting({ store, keys: [{ id: 'k', secret: 'A'.repeat(43) }] });
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    const { consume } = store;
    store.consume = () => Promise.reject(new Error('down'));
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('store_unavailable');
    expect(sandbox.requests.filter((request) => request.path === '/oauth2/token/')).toHaveLength(0);
    store.consume = consume;
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBeUndefined();
  });

  it.each([
    ['text that was cut off', undefined],
    ['the form of a newer version', { ...activeRecord(1), status: 'paused' }],
    ['no object', null],
  ])('replaces a row that cannot be read: %s', async (_, stored) => {
    const store = memoryStore();
    const { sandbox, oauth, clock } = setting({ store, keys: [{ id: 'k', secret: 'A'.repeat(43) }] });
    const finish = async (): ReturnType<CloseOAuth['finishAuthorization']> => {
      const { url, transaction } = await oauth.startAuthorization();
      return oauth.finishAuthorization({ callbackUrl: await sandbox.approve(url), transaction });
    };
    await finish();
    const { load } = store;
    const [row] = (await store.scan({ limit: 1 })).rows;
    const before = row?.record?.version ?? 0;
    store.load = async (key) => {
      const record = await load(key);
      if (record?.version !== before) return record;
      if (stored === undefined) throw new CloseOAuthError('record_unreadable', 'It was cut off.');
      const strange: GrantRecord = JSON.parse(JSON.stringify(stored));
      return strange;
    };
    clock.time += 1000;
    const { grant } = await finish();
    expect(await grant.get()).toEqual(expect.any(String));
    expect((await load(row?.key ?? ''))?.version).toBeGreaterThan(before);
  });

  it('says flow_expired after ten minutes', async () => {
    const { sandbox, oauth, clock } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    clock.time += 600_001;
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('flow_expired');
  });

  it('says exchange_rejected for an unknown code', async () => {
    const { sandbox, oauth } = setting();
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = `${sandbox.client.redirectUri}?code=made-up&state=${url.searchParams.get('state')}`;
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('exchange_rejected');
  });

  it('says exchange_unavailable for an HTML page, and for a connection that breaks', async () => {
    const { sandbox, oauth } = setting();
    const finish = async (): Promise<string | undefined> => {
      const { url, transaction } = await oauth.startAuthorization();
      const callbackUrl = await sandbox.approve(url);
      return codeOf(oauth.finishAuthorization({ callbackUrl, transaction }));
    };
    const path = '/oauth2/token/';
    sandbox.faults.next({
      path,
      status: 502,
      body: '<h1>Bad gateway</h1>',
      headers: { 'content-type': 'text/html' },
    });
    const page = await finish();
    sandbox.faults.next({
      path,
      status: 200,
      body: '<h1>Hello</h1>',
      headers: { 'content-type': 'text/html' },
    });
    const welcome = await finish();
    sandbox.faults.next({ path, drop: 'before' });
    const broken = await finish();
    expect([page, welcome, broken]).toEqual([
      'exchange_unavailable',
      'exchange_unavailable',
      'exchange_unavailable',
    ]);
  });

  it('fails with client_misconfigured when the secret is wrong', async () => {
    const { sandbox, oauth } = setting({ clientSecret: 'wrong' });
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe(
      'client_misconfigured',
    );
  });

  it('says exchange_rejected when the response names no tenant, and keeps the tokens for the caller', async () => {
    const { sandbox } = setting();
    const { metadata: server, client, fetch } = sandbox;
    const { url, transaction } = await startAuthorization({ ...client, server });
    const callbackUrl = await sandbox.approve(url);
    const options = { ...client, server, fetch, callbackUrl, transaction, identify: () => undefined };
    const error: unknown = await finishAuthorization(options).catch((reason: unknown) => reason);
    expect(isCloseOAuthError(error) && [error.code, typeof error.tokens?.refreshToken]).toEqual([
      'exchange_rejected',
      'string',
    ]);
  });

  it('says exchange_rejected when an id of the response has a lone surrogate', async () => {
    const { sandbox, oauth } = setting({
      identify: () => ({ organizationId: 'o\u{D800}', userId: 'u' }),
    });
    const { url, transaction } = await oauth.startAuthorization();
    const callbackUrl = await sandbox.approve(url);
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('exchange_rejected');
  });

  it('refuses a callback that is not an absolute URL', async () => {
    const { oauth } = setting();
    const finished = oauth.finishAuthorization({ callbackUrl: '/callback?code=1', transaction: 'x' });
    await expect(finished).rejects.toThrow(
      new TypeError('finishAuthorization: `callbackUrl` must be an absolute URL.'),
    );
  });
});

describe('the context of a login', () => {
  it('can be read before and after the login was used, and after it expired', async () => {
    const { sandbox, oauth, clock } = setting();
    const { url, transaction } = await oauth.startAuthorization({ context: 'ä "1"' });
    expect(transaction).not.toContain('1"');
    expect(await oauth.readAuthorizationContext(transaction)).toBe('ä "1"');
    const callbackUrl = await sandbox.approve(url, { deny: true });
    await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }));
    clock.time += 700_000;
    expect(await oauth.readAuthorizationContext(transaction)).toBe('ä "1"');
  });

  it('is undefined when the app gave none', async () => {
    const { oauth } = setting();
    const { transaction } = await oauth.startAuthorization();
    expect(await oauth.readAuthorizationContext(transaction)).toBeUndefined();
  });

  it('can be replaced and removed, in the same login', async () => {
    const { sandbox, oauth, clock } = setting();
    const { url, transaction } = await oauth.startAuthorization({ context: 'old' });
    clock.time += 600_000;
    const changed = await oauth.replaceAuthorizationContext({ transaction, context: 'new' });
    const bare = await oauth.replaceAuthorizationContext({ transaction, context: undefined });
    expect(await oauth.readAuthorizationContext(bare)).toBeUndefined();
    const callbackUrl = await sandbox.approve(url);
    const { context } = await oauth.finishAuthorization({ callbackUrl, transaction: changed });
    expect(context).toBe('new');
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('state_replayed');
  });

  it('does not extend the login', async () => {
    const { sandbox, oauth, clock } = setting();
    const started = await oauth.startAuthorization();
    clock.time += 600_000;
    const transaction = await oauth.replaceAuthorizationContext({ ...started, context: 'new' });
    clock.time += 1;
    const callbackUrl = await sandbox.approve(started.url);
    expect(await codeOf(oauth.finishAuthorization({ callbackUrl, transaction }))).toBe('flow_expired');
  });

  it('is not read from a transaction that is missing or sealed elsewhere', async () => {
    const { oauth } = setting();
    const foreign = (await setting({ clientId: 'other' }).oauth.startAuthorization({ context: 'x' }))
      .transaction;
    const codes = [undefined, '', 'x', foreign].flatMap((transaction) => [
      codeOf(oauth.readAuthorizationContext(transaction)),
      codeOf(oauth.replaceAuthorizationContext({ transaction, context: 'y' })),
    ]);
    const missing = ['state_missing', 'state_missing', 'state_missing', 'state_missing'];
    const mismatch = ['state_mismatch', 'state_mismatch', 'state_mismatch', 'state_mismatch'];
    expect(await Promise.all(codes)).toEqual([...missing, ...mismatch]);
    await oauth.close();
    expect(await codeOf(oauth.readAuthorizationContext('x'))).toBe('closed');
    expect(await codeOf(oauth.replaceAuthorizationContext({ transaction: 'x', context: 'y' }))).toBe(
      'closed',
    );
  });

  it('is refused when it is no text', async () => {
    const { oauth } = setting();
    const context: string = JSON.parse('1');
    await expect(oauth.startAuthorization({ context })).rejects.toThrow(
      new TypeError('startAuthorization: `context` must be a string.'),
    );
    await expect(oauth.replaceAuthorizationContext({ transaction: 'x', context })).rejects.toThrow(
      new TypeError('replaceAuthorizationContext: `context` must be a string.'),
    );
  });
});

describe('oauth.grant against the sandbox', () => {
  it('keeps a connection alive over a day of expiries', async () => {
    const { sandbox, clock, grant } = await connected();
    const hours = Array.from({ length: 24 });
    for (const _ of hours) {
      clock.time += 3_600_000;
      // oxlint-disable-next-line no-await-in-loop -- one hour after the other.
      await Promise.all([grant.get(), grant.get(), grant.get()]);
    }
    expect(sandbox.requests.filter((request) => request.path === '/oauth2/token/')).toHaveLength(25);
    expect(sandbox.activeGrants()).toBe(1);
  });

  it('revokes it at Close', async () => {
    const { sandbox, grant } = await connected();
    await grant.revoke();
    expect(sandbox.activeGrants()).toBe(0);
  });

  it('requires a login after the user was disconnected at Close', async () => {
    const { sandbox, clock, grant } = await connected();
    sandbox.reset();
    clock.time += 3_600_000;
    expect(await codeOf(grant.get())).toBe('reauthorization_required');
    expect((await grant.status()).status).toBe('reauthorization_required');
  });
});
