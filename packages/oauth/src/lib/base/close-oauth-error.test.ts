import { describe, expect, it } from 'vitest';
import { CloseOAuthError, isCloseOAuthError } from './close-oauth-error.ts';

describe('isCloseOAuthError', () => {
  it('accepts an error of this package, also of another copy', () => {
    const foreign = Object.defineProperty(new Error('x'), Symbol.for('@closekit/oauth/error'), {
      value: true,
    });
    const own = new CloseOAuthError('closed', 'x');
    expect([isCloseOAuthError(own), isCloseOAuthError(foreign)]).toEqual([true, true]);
    expect([new Error('x'), null, 'closed', { code: 'closed' }].map(isCloseOAuthError)).toEqual(
      Array(4).fill(false),
    );
  });

  it('has a name that survives minification, and the code', () => {
    const error = new CloseOAuthError('state_missing', 'text', {
      reason: 'r',
      retryAfterMs: 1,
      outcomeUnknown: true,
    });
    expect(error).toMatchObject({
      name: 'CloseOAuthError',
      code: 'state_missing',
      reason: 'r',
      retryAfterMs: 1,
    });
    expect(String(error)).toBe('CloseOAuthError: text');
  });
});
