import type { Grant, GrantStatus } from '@closekit/oauth';
import type { ConnectedOAuth } from '../src/lib/config/handler-config.ts';

export interface FakeGrantOptions {
  readonly get?: () => Promise<string>;
  readonly invalidate?: (token: string) => void;
  readonly revoke?: () => Promise<void>;
  readonly status?: GrantStatus['status'];
}

export const grantId = { organizationId: 'orga_1', userId: 'user_1' };

/** A grant that always has a token, with overridable methods. */
export function fakeGrant(options: FakeGrantOptions = {}): Grant {
  return {
    ...grantId,
    get: options.get ?? (async () => 'access-token'),
    peek: () => undefined,
    invalidate: options.invalidate ?? (() => undefined),
    revoke: options.revoke ?? (async () => undefined),
    status: async () => ({
      status: options.status ?? 'active',
      expiresAt: 1_700_000_000_000,
      scope: 'all.full_access',
      generation: 1,
      refreshes: 0,
    }),
  };
}

/** An oauth without an authorization server. `state` is `s1`, `s2`, … in the order of the attempts. */
export function fakeCloseOAuth(
  grant: Grant = fakeGrant(),
  redirectUri = 'https://app.example/api/close/callback',
): ConnectedOAuth {
  let attempts = 0;
  return {
    async startAuthorization({ context } = {}) {
      attempts += 1;
      const query = new URLSearchParams({ state: `s${attempts}`, redirect_uri: redirectUri });
      const url = new URL(`https://close.example/authorize?${query}`);
      return { url, transaction: seal(attempts, context), lifetimeMs: 600_000 };
    },
    readAuthorizationContext: async (transaction) => open(transaction).context,
    replaceAuthorizationContext: async ({ transaction, context }) => seal(open(transaction).attempt, context),
    finishAuthorization: async ({ transaction }) => ({ grant, context: open(transaction).context }),
    grant: () => grant,
  };
}

function seal(attempt: number, context: string | undefined): string {
  return `sealed-${attempt}.${Buffer.from(context ?? '').toString('base64url')}`;
}

function open(transaction = ''): { attempt: number; context: string | undefined } {
  const [, attempt, context = ''] = /^sealed-(\d+)\.([\w-]*)$/.exec(transaction) ?? [];
  return { attempt: Number(attempt), context: Buffer.from(context, 'base64url').toString() || undefined };
}
