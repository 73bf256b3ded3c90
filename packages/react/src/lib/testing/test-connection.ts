import type { Sandbox } from '@closekit/sandbox';
import { isRecord } from '../base/is-record.ts';

/** One connected organization: a token pair at the sandbox, renewed as a backend renews it. */
export interface TestConnection {
  /** The organization. */
  readonly organizationId: string;
  /** Whether the pair is lost, so that only a login can help. */
  readonly isLost: boolean;
  /** How often the pair was renewed. */
  readonly refreshes: number;
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
  /** The access token, which may have run out. */
  readonly accessToken: string;
  /**
   * Renews the pair, once for all who ask with the same token.
   *
   * @param refused - The token that the API has refused.
   * @throws Error when the token endpoint gives no decision; the pair may still work later.
   */
  renew(refused: string): Promise<void>;
  /** Plays a backend that has found the pair worthless. */
  lose(): void;
  /** Ends the pair at the sandbox. */
  end(): Promise<void>;
}

/**
 * Connects an organization of the sandbox.
 *
 * @param sandbox - The local Close.
 * @param organizationId - The organization.
 * @returns The connection.
 */
export function createTestConnection(sandbox: Sandbox, organizationId: string): TestConnection {
  const first = sandbox.connect({ organizationId });
  let pair = { ...first, expiresAt: sandbox.clock.now() + first.expiresInMs };
  let refreshes = 0;
  let isLost = false;
  let renewal: Promise<void> | undefined;

  const lose = (): void => {
    isLost = true;
  };
  const renewOnce = async (): Promise<void> => {
    const form = { grant_type: 'refresh_token', refresh_token: pair.refreshToken };
    const answer = await post(sandbox, '/oauth2/token/', form);
    if (answer.status === 400) return lose();
    pair = { ...pair, ...parsePair(await answer.json(), sandbox.clock.now()) };
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
    renew: async (refused) => {
      if (refused !== pair.accessToken) return;
      renewal ??= renewOnce().finally(() => {
        renewal = undefined;
      });
      await renewal;
    },
    lose,
    end: async () => {
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
  answer: unknown,
  now: number,
): { accessToken: string; refreshToken: string; expiresAt: number } {
  if (isRecord(answer)) {
    const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresIn } = answer;
    if (typeof accessToken === 'string' && typeof refreshToken === 'string' && typeof expiresIn === 'number')
      return { accessToken, refreshToken, expiresAt: now + expiresIn * 1000 };
  }
  throw new Error('The token endpoint returned no tokens.');
}
