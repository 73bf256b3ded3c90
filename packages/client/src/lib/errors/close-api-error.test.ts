import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CloseApiError, isCloseApiError } from './close-api-error.ts';

describe('CloseApiError', () => {
  it('has a literal name, also in its stack', () => {
    const error = new CloseApiError('not_found', 'gone');
    expect(error.name).toBe('CloseApiError');
    expect(error.stack).toMatch(/^CloseApiError: gone/);
    expect(Object.keys(error)).not.toContain('name');
  });

  it('keeps the cause', () => {
    const cause = new Error('below');
    expect(new CloseApiError('network', 'lost', { cause }).cause).toBe(cause);
  });

  it('shows neither response nor headers when it is logged', () => {
    const response = new Response(null, {
      status: 401,
      headers: { 'set-cookie': 'hidden=1', 'x-secret': 'hidden' },
    });
    const error = new CloseApiError('unauthorized', 'no', { response, status: 401 });
    expect(error.response).toBe(response);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('hidden=1');
    expect(JSON.stringify(error)).not.toContain('hidden');
    expect(Object.keys(error)).not.toContain('response');
  });

  it('serialises to its enumerable fields', () => {
    const error = new CloseApiError('invalid_request', 'bad', {
      status: 400,
      operation: 'leads_get',
      attempts: 2,
    });
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'CloseApiError',
      message: 'bad',
      code: 'invalid_request',
      status: 400,
      errors: [],
      fieldErrors: {},
      operation: 'leads_get',
      attempts: 2,
      waitedMs: 0,
      mayHaveActed: false,
    });
  });

  it('shows its causes in JSON, with their codes and without secrets', () => {
    const socket = Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:9'), { code: 'ECONNREFUSED' });
    const cause = new TypeError('fetch failed at http://me:hidden@proxy.example/', { cause: socket });
    expect(JSON.parse(JSON.stringify(new CloseApiError('network', 'lost', { cause })))).toMatchObject({
      cause: {
        name: 'TypeError',
        message: 'fetch failed at http://…@proxy.example/',
        cause: { name: 'Error', message: 'connect ECONNREFUSED 127.0.0.1:9', code: 'ECONNREFUSED' },
      },
    });
  });

  it('bounds a chain of causes that never ends', () => {
    const cause = new Error('loop');
    cause.cause = cause;
    expect(JSON.stringify(new CloseApiError('network', 'lost', { cause })).match(/loop/g)).toHaveLength(5);
  });

  it('has the body as text and as JSON, which are not shown', () => {
    const error = new CloseApiError('invalid_request', 'bad', { text: '{"hidden":1}' });
    expect(error.text).toBe('{"hidden":1}');
    expect(error.body).toEqual({ hidden: 1 });
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain('hidden');
    expect(new CloseApiError('network', 'lost').body).toBeUndefined();
    expect(new CloseApiError('network', 'lost', { text: 'x'.repeat(200_000) }).text).toHaveLength(100_000);
  });
});

describe('isCloseApiError', () => {
  it('accepts errors of another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('@closekit/client/CloseApiError')]: true });
    expect(isCloseApiError(foreign)).toBe(true);
    expect(isCloseApiError(new CloseApiError('network', 'x'))).toBe(true);
  });

  it('refuses everything else', () => {
    expect(isCloseApiError(new Error('x'))).toBe(false);
    expect(isCloseApiError({ name: 'CloseApiError', code: 'network' })).toBe(false);
    expect(isCloseApiError(null)).toBe(false);
    expect(isCloseApiError('CloseApiError')).toBe(false);
  });
});
