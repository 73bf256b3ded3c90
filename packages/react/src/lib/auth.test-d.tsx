import { describe, expectTypeOf, it } from 'vitest';
import { SignedIn, SignedOut, useCloseLive } from '../index.ts';
import type {
  CloseAuthFailure,
  CloseOrganization,
  UseCloseAuthResult,
  UseCloseAuthSuspenseResult,
} from '../index.ts';

describe('useCloseAuth', () => {
  it('knows the connection while signed in, and perhaps when it is lost', () => {
    type SignedIn = Extract<UseCloseAuthResult, { status: 'signed-in' }>;
    type Lost = Extract<UseCloseAuthResult, { status: 'needs-reauth' }>;
    expectTypeOf<SignedIn['organizations']>().toEqualTypeOf<readonly CloseOrganization[]>();
    expectTypeOf<Lost['organizations']>().toEqualTypeOf<readonly CloseOrganization[] | undefined>();
  });

  it('has its actions in every state', () => {
    expectTypeOf<UseCloseAuthResult['switchOrganization']>().toEqualTypeOf<
      (organizationId?: string) => Promise<void>
    >();
    expectTypeOf<UseCloseAuthResult['signOut']>().toEqualTypeOf<() => Promise<void>>();
    expectTypeOf<UseCloseAuthResult['disconnect']>().toEqualTypeOf<
      (organizationId?: string) => Promise<void>
    >();
  });
});

describe('useCloseAuthSuspense', () => {
  it('is never loading, and never an error', () => {
    expectTypeOf<UseCloseAuthSuspenseResult['status']>().toEqualTypeOf<
      'signed-out' | 'signed-in' | 'needs-reauth'
    >();
  });
});

describe('SignedIn and SignedOut', () => {
  it('pass the auth state to their children', () => {
    const signedIn = (
      <SignedIn>
        {(auth) => {
          expectTypeOf(auth.organization).toEqualTypeOf<CloseOrganization>();
          expectTypeOf(auth.status).toEqualTypeOf<'signed-in' | 'needs-reauth'>();
          return auth.user.name;
        }}
      </SignedIn>
    );
    const signedOut = (
      <SignedOut>
        {(auth) => {
          expectTypeOf(auth.error).toEqualTypeOf<{ readonly code: string } | undefined>();
          return auth.status;
        }}
      </SignedOut>
    );
    expectTypeOf([signedIn, signedOut]).not.toBeAny();
  });
});

describe('CloseAuthBoundary', () => {
  it('passes the type of the error to its fallback', () => {
    expectTypeOf<CloseAuthFailure['error']['name']>().toEqualTypeOf<string>();
    expectTypeOf<CloseAuthFailure['error']['code']>().toExtend<string>();
  });
});

describe('useCloseLive', () => {
  it('types the status and the events', () => {
    expectTypeOf(useCloseLive).returns.toEqualTypeOf<{
      readonly status: 'disabled' | 'unsupported' | 'connecting' | 'open' | 'stale' | 'refused';
    }>();
    expectTypeOf(useCloseLive).parameter(0).extract<object>().toHaveProperty('onEvent');
  });
});
