import { createCloseOAuth, memoryStore } from '@closekit/oauth';
import type { CloseOAuth, CloseOAuthOptions, TokenStore } from '@closekit/oauth';
import { importGrants } from '@closekit/oauth/maintenance';
import type { GrantTokens } from '@closekit/oauth/maintenance';
import { keys } from '../connect.ts';
import { createTimeline } from '../timeline.ts';
import type { Timeline } from '../timeline.ts';

/** A server with many users, each with refresh tokens that work once: `user_1#1`, then `user_1#2`. */
export interface ManyGrants {
  readonly oauth: CloseOAuth;
  readonly store: TokenStore;
  readonly clock: Timeline;
  readonly options: CloseOAuthOptions;
  /** The refresh tokens that were sent, and the tokens that were revoked. */
  readonly sent: string[];
  readonly revoked: string[];
  /** The most requests at the same time. */
  busiest: number;
  /** Responds instead of the server; undefined lets the server respond. */
  respond: (refreshToken: string) => Response | undefined | Promise<Response | undefined>;
}

/** The line of a user whose pair was issued at a time. */
export function lineOf(number: number, issuedAt: number, changes: Partial<GrantTokens> = {}): GrantTokens {
  const userId = `user_${number}`;
  return {
    organizationId: `orga_${number % 2}`,
    userId,
    refreshToken: `${userId}#1`,
    accessToken: `access of ${userId}#1`,
    issuedAt,
    expiresAt: issuedAt + 3_600_000,
    scope: 'all.full_access',
    ...changes,
  };
}

/** A vault with as many imported grants. */
export async function manyGrants(
  count: number,
  overrides: Partial<CloseOAuthOptions> = {},
): Promise<ManyGrants> {
  const clock = createTimeline();
  const alive = new Map<string, string>();
  let busy = 0;

  async function fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    const form = new URLSearchParams(await request.text());
    if (new URL(request.url).pathname === '/oauth2/revoke/') {
      many.revoked.push(form.get('token') ?? '');
      return new Response(null);
    }
    busy += 1;
    many.busiest = Math.max(many.busiest, busy);
    await clock.sleep(50);
    busy -= 1;
    return refresh(form.get('refresh_token') ?? '');
  }

  async function refresh(token: string): Promise<Response> {
    many.sent.push(token);
    const planned = await many.respond(token);
    if (planned !== undefined) return planned;
    const [userId = '', number = ''] = token.split('#');
    if ((alive.get(userId) ?? `${userId}#1`) !== token)
      return Response.json({ error: 'invalid_grant' }, { status: 400 });
    const next = `${userId}#${Number(number) + 1}`;
    alive.set(userId, next);
    const tenant = { organization_id: `orga_${Number(userId.slice(5)) % 2}`, user_id: userId };
    const pair = { access_token: `access of ${next}`, refresh_token: next };
    return Response.json({ token_type: 'Bearer', expires_in: 3600, ...pair, ...tenant });
  }

  const store = overrides.store ?? memoryStore();
  const options: CloseOAuthOptions = {
    clientId: 'oa2client_1',
    clientSecret: 'client-secret',
    redirectUri: 'https://app.example/callback',
    keys,
    fetch,
    now: clock.now,
    monotonicNow: clock.elapsed,
    sleep: clock.sleep,
    ...overrides,
    store,
  };
  const many: ManyGrants = {
    oauth: createCloseOAuth(options),
    store,
    clock,
    options,
    sent: [],
    revoked: [],
    busiest: 0,
    respond: () => undefined,
  };
  const lines = Array.from({ length: count }, (_, index) => lineOf(index + 1, clock.time));
  await importGrants(many.oauth, lines, { concurrency: 1 });
  return many;
}

/** Collects everything. */
export async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

/** Changes the stored row of a user, as another program or a defect would. */
export async function damage(
  store: TokenStore,
  key: string,
  changes: Record<string, unknown>,
): Promise<void> {
  const record = await store.load(key);
  if (record === undefined) throw new Error(`No row ${key}`);
  await store.compareAndSet(key, record.version, { ...record, ...changes });
}
