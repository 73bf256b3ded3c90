import { describe, expectTypeOf, it } from 'vitest';
import { createCloseHandler } from '../../index.ts';
import type { CloseHandler, CloseHandlerOptions, ManagedCloseHandler, SessionState } from '../../index.ts';

describe('createCloseHandler', () => {
  it('returns a plain fetch handler', () => {
    expectTypeOf(createCloseHandler).returns.toExtend<CloseHandler>();
    expectTypeOf(createCloseHandler).returns.toEqualTypeOf<ManagedCloseHandler>();
    expectTypeOf<CloseHandler>().toEqualTypeOf<(request: Request) => Promise<Response>>();
  });

  it('requires only oauth and origin', () => {
    expectTypeOf<Pick<CloseHandlerOptions, 'oauth' | 'origin'>>().toExtend<CloseHandlerOptions>();
    expectTypeOf<Pick<CloseHandlerOptions, 'oauth'>>().not.toExtend<CloseHandlerOptions>();
  });
});

describe('SessionState', () => {
  it('has names only with a live session', () => {
    type SignedIn = Exclude<SessionState, { status: 'signed-out' }>;
    expectTypeOf<SignedIn['user']['name']>().toEqualTypeOf<string>();
    expectTypeOf<SignedIn['expiresAt']>().toEqualTypeOf<number | null>();
    expectTypeOf<Extract<SessionState, { status: 'signed-out' }>>().not.toHaveProperty('user');
  });
});
