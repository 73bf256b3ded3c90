import { describe, expect, it } from 'vitest';
import { setUp, signIn } from '../../../test/set-up-handler.ts';
import { requestIdOf } from './request-id.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/;
const idFor = (value: string): string => requestIdOf({ get: () => value });

describe('the id of a request', () => {
  it('is the one that the proxy has set', () => {
    const ids = [
      'a',
      'req_1',
      '0f8fad5b-d9cb-469f-a165-70867728950e',
      '1-67891233:abcdef0123',
      'x'.repeat(64),
    ];
    expect(ids.map(idFor)).toEqual(ids);
  });

  it('is a new one when the header is missing or unsafe to log', () => {
    const ids = [
      '',
      ' ',
      'a b',
      'a, b',
      'a\n{"level":"info"}',
      '<script>',
      'é',
      '\u001B[31m',
      'x'.repeat(65),
    ];
    for (const id of ids) expect(idFor(id)).toMatch(uuid);
    expect(requestIdOf(new Headers())).toMatch(uuid);
    expect(requestIdOf(new Headers())).not.toBe(requestIdOf(new Headers()));
  });

  it('is in every response and in the event of the request', async () => {
    const { browser, events } = await signIn();
    const headers = { 'x-request-id': 'req_7' };
    const paths = ['/api/close/session', '/api/close/api/v1/me/', '/api/close/login', '/nowhere'];
    const responses = await Promise.all(paths.map((path) => browser.call(path, { headers })));
    expect(responses.map((response) => response.headers.get('x-request-id'))).toEqual(
      paths.map(() => 'req_7'),
    );
    expect(events.at(-1)).toMatchObject({ type: 'refused', code: 'not_found', requestId: 'req_7' });
  });

  it('is not that of Close', async () => {
    const { browser } = await signIn({
      answer: async () => Response.json({}, { headers: { 'x-request-id': 'req_close' } }),
    });
    const response = await browser.call('/api/close/api/v1/lead/');
    expect(response.headers.get('x-request-id')).toMatch(uuid);
  });

  it('differs between requests', async () => {
    const { handler } = setUp();
    const ids = await Promise.all(
      [1, 2].map(async () => {
        const response = await handler(new Request('https://app.example/api/close/health'));
        return response.headers.get('x-request-id');
      }),
    );
    expect(new Set(ids).size).toBe(2);
  });
});
