import { CloseOAuthError } from '@closekit/oauth';
import { describe, expect, it } from 'vitest';
import { errorResponse } from './error-response.ts';
import { CloseServerError, isCloseServerError, toHandlerError } from './errors.ts';

describe('errorResponse', () => {
  it('says what went wrong and under which code', async () => {
    const answer = errorResponse(new CloseServerError('signed_out', 'No one is signed in.'));
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: 'No one is signed in.', code: 'signed_out' },
    ]);
  });

  it('keeps the details of a broken server to the server', async () => {
    const answer = errorResponse(toHandlerError(new Error('password of the database')));
    expect([answer.status, await answer.text()]).toEqual([
      500,
      '{"error":"The server could not answer.","code":"internal"}',
    ]);
  });

  it('does not tell where the tokens are kept', async () => {
    const error = new CloseOAuthError(
      'store_unavailable',
      'The token store /srv/close.db could not be used.',
    );
    const answer = errorResponse(error);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { error: 'The server could not answer.', code: 'store_unavailable' },
    ]);
  });

  it('passes on how long Close asked to wait', () => {
    const error = new CloseOAuthError('refresh_unavailable', 'Try later.', { retryAfterMs: 11_500 });
    expect(errorResponse(error).headers.get('retry-after')).toBe('12');
  });
});

describe('isCloseServerError', () => {
  it('knows its own errors, not those that look alike', () => {
    const alike = Object.assign(new Error('x'), { name: 'CloseServerError', code: 'internal' });
    expect([isCloseServerError(new CloseServerError('internal', 'x')), isCloseServerError(alike)]).toEqual([
      true,
      false,
    ]);
  });
});
