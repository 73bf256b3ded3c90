import { CloseOAuthError } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { errorResponse } from './error-response.ts';
import { CloseServerError, isCloseServerError, toHandlerError } from './errors.ts';

describe('errorResponse', () => {
  it('contains the message and the code', async () => {
    const answer = errorResponse(new CloseServerError('signed_out', 'No live session. Sign in again.'));
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: 'No live session. Sign in again.', code: 'signed_out' },
    ]);
  });

  it('does not show the details of a server failure', async () => {
    const answer = errorResponse(toHandlerError(new Error('password of the database')));
    expect([answer.status, await answer.text()]).toEqual([
      500,
      '{"error":"The server could not handle the request.","code":"internal"}',
    ]);
  });

  it('does not show where the tokens are stored', async () => {
    const error = new CloseOAuthError(
      'store_unavailable',
      'The token store /srv/close.db could not be used.',
    );
    const answer = errorResponse(error);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { error: 'The server could not handle the request.', code: 'store_unavailable' },
    ]);
  });

  it('forwards the wait that Close requested', () => {
    const error = new CloseOAuthError('refresh_unavailable', 'Try later.', { retryAfterMs: 11_500 });
    expect(errorResponse(error).headers.get('retry-after')).toBe('12');
  });
});

describe('isCloseServerError', () => {
  it('recognizes its own errors, but no look-alikes', () => {
    const alike = Object.assign(new Error('x'), { name: 'CloseServerError', code: 'internal' });
    expect([isCloseServerError(new CloseServerError('internal', 'x')), isCloseServerError(alike)]).toEqual([
      true,
      false,
    ]);
  });
});
