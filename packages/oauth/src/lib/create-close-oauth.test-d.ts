import { describe, expectTypeOf, it } from 'vitest';
import { createCloseOAuth, isCloseOAuthError, memoryStore } from '@closekit/oauth';
import type {
  CloseOAuth,
  CloseOAuthErrorCode,
  CloseOAuthOptions,
  Grant,
  KeepAliveProgress,
  TokenSet,
  TokenStore,
} from '@closekit/oauth';
import type {
  exportGrants,
  GrantListPage,
  ImportLines,
  ListedGrant,
  listGrants,
} from '@closekit/oauth/maintenance';

/**
 * The token source of a client, copied here because this package does not know the client.
 */
interface TokenSource {
  get(options?: { signal?: AbortSignal }): Promise<string>;
  invalidate(token: string): void | Promise<void>;
}

const credentials = { clientId: 'c', clientSecret: 's', redirectUri: 'https://app.example/' };

describe('createCloseOAuth', () => {
  it('needs credentials and nothing else', () => {
    expectTypeOf(credentials).toExtend<CloseOAuthOptions>();
    // @ts-expect-error -- the secret is missing
    createCloseOAuth({ clientId: 'c', redirectUri: 'https://app.example/' });
    // @ts-expect-error -- a store has to compare and set
    createCloseOAuth({ ...credentials, store: { load: () => Promise.resolve(undefined) } });
  });

  it('returns grants that fit the client by shape', () => {
    expectTypeOf<Grant>().toExtend<TokenSource>();
  });

  it('takes keys as a list, or from an async function', () => {
    const keys = [{ id: 'k', secret: 's' }];
    expectTypeOf({ ...credentials, keys }).toExtend<CloseOAuthOptions>();
    expectTypeOf({ ...credentials, keys: async () => keys }).toExtend<CloseOAuthOptions>();
    // @ts-expect-error -- the function is async
    createCloseOAuth({ ...credentials, keys: () => keys });
  });

  it('has stores of one interface', () => {
    expectTypeOf(memoryStore).returns.toEqualTypeOf<TokenStore>();
  });
});

describe('the operations of CloseOAuth', () => {
  it('list grants in a loop or by page', () => {
    expectTypeOf<typeof listGrants>().returns.toExtend<AsyncIterable<ListedGrant>>();
    expectTypeOf<GrantListPage['grants']>().items.toEqualTypeOf<ListedGrant>();
    expectTypeOf<ListedGrant['status']>().toEqualTypeOf<
      'active' | 'reauthorization_required' | 'revoking' | 'revoked' | 'unreadable'
    >();
    expectTypeOf<ListedGrant>().not.toHaveProperty('refreshToken');
  });

  it('import what they export', () => {
    expectTypeOf<typeof exportGrants>().returns.toExtend<ImportLines>();
    expectTypeOf<AsyncIterable<string>>().toExtend<ImportLines>();
    // @ts-expect-error -- a line has a refresh token
    expectTypeOf<{ organizationId: string; userId: string }[]>().toExtend<ImportLines>();
  });

  it('need to know how idle a grant may be', () => {
    expectTypeOf<CloseOAuth['keepAlive']>().parameter(0).toHaveProperty('idleForMs').toEqualTypeOf<number>();
    expectTypeOf<KeepAliveProgress['failed']['store_unavailable']>().toEqualTypeOf<number | undefined>();
  });
});

describe('TokenSet', () => {
  it('may have no refresh token, and always has a tenant', () => {
    expectTypeOf<TokenSet['refreshToken']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<TokenSet['organizationId']>().toEqualTypeOf<string>();
  });
});

describe('isCloseOAuthError', () => {
  it('narrows to a code to branch on', () => {
    expectTypeOf(isCloseOAuthError).guards.toHaveProperty('code').toEqualTypeOf<CloseOAuthErrorCode>();
  });
});
