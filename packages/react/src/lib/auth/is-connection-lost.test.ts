import { CloseApiError } from '@closekit/client';
import { describe, expect, it } from 'vitest';
import { CloseAuthError } from './error.ts';
import { isConnectionLost } from './is-connection-lost.ts';

describe('isConnectionLost', () => {
  it('is true for the errors of the API that only a login can fix', () => {
    expect(isConnectionLost(new CloseApiError('unauthorized', 'refused'))).toBe(true);
    expect(isConnectionLost(new CloseApiError('reauthorization_required', 'connect again'))).toBe(true);
  });

  it('is false for every other error', () => {
    expect(isConnectionLost(new CloseApiError('forbidden', 'no'))).toBe(false);
    expect(isConnectionLost(new CloseAuthError('session_unavailable', 'offline'))).toBe(false);
    expect(isConnectionLost(Object.assign(new Error('other'), { code: 'unauthorized' }))).toBe(false);
    expect(isConnectionLost(undefined)).toBe(false);
  });
});
