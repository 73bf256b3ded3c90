import type { Sandbox } from '@closekit/sandbox';
import { isRecord } from '../base/is-record.ts';

/** One connected organization: a token pair at the sandbox that is refreshed as in a backend. */
export interface TestConnection {
  /** The id of the organization. */
  readonly organizationId: string;
  /** Whether the connection is lost and requires a login. */
  readonly isLost: boolean;
  /** Number of refreshes. */
  readonly refreshes: number;
  /** Expiry of the access token, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** The access token, which may have expired. */
  readonly accessToken: string;
  /**
   * Refreshes the pair; concurrent calls share one refresh.
   *
   * @param refused - The token that the API has refused.
   * @throws Error if the token endpoint fails without a decision; a later refresh may succeed.
   */
  refresh(refused: string): Promise<void>;
  /** Marks the connection as lost, like a backend whose refresh was refused. */
  lose(): void;
  /** Revokes the pair at the sandbox. */
  revoke(): Promise<void>;
}

/** Connects an organization of the sandbox. */
export function createTestConnection(sandbox: Sandbox, organizationId: string): TestConnection {
  const first = sandbox.connect({ organizationId });
  let pair = { ...first, expiresAt: sandbox.clock.now() + first.expiresInMs };
  let refreshes = 0;
  let isLost = false;
  let inFlight: Promise<void> | undefined;

  const lose = (): void => {
    isLost = true;
  };
  const refreshOnce = async (): Promise<void> => {
    const form = { grant_type: 'refresh_token', refresh_token: pair.refreshToken };
    const response = await post(sandbox, '/oauth2/token/', form);
    if (response.status === 400) return lose();
    pair = { ...pair, ...parsePair(await response.json(), sandbox.clock.now()) };
    refreshes += 1;
  };
  return {
    organizationId,
    get isLost() {
      return isLost;
    },
    get refreshes() {
      return refreshes;
    },
    get expiresAt() {
      return pair.expiresAt;
    },
    get accessToken() {
      return pair.accessToken;
    },
    refresh: async (refused) => {
      if (refused !== pair.accessToken) return;
      inFlight ??= refreshOnce().finally(() => {
        inFlight = undefined;
      });
      await inFlight;
    },
    lose,
    revoke: async () => {
      lose();
      await post(sandbox, '/oauth2/revoke/', { token: pair.refreshToken });
    },
  };
}

function post(sandbox: Sandbox, path: string, form: Record<string, string>): Promise<Response> {
  const { clientId, clientSecret } = sandbox.client;
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
  return sandbox.fetch(`${sandbox.origin}${path}`, { method: 'POST', body });
}

function parsePair(
  body: unknown,
  now: number,
): { accessToken: string; refreshToken: string; expiresAt: number } {
  if (isRecord(body)) {
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = body;
    if (typeof accessToken === 'string' && typeof refreshToken === 'string' && typeof expiresIn === 'number')
      return { accessToken, refreshToken, expiresAt: now + expiresIn * 1000 };
  }
  throw new Error('The token endpoint returned no tokens.');
}
