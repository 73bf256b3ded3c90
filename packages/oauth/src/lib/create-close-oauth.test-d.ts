import { describe, expectTypeOf, it } from 'vitest';
import { createCloseOAuth, isCloseOAuthError, memoryStore } from '@closekit/oauth';
import type { CloseOAuthErrorCode, CloseOAuthOptions, Grant, TokenSet, TokenStore } from '@closekit/oauth';

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

  it('has stores of one interface', () => {
    expectTypeOf(memoryStore).returns.toEqualTypeOf<TokenStore>();
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
