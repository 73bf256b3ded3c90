import { describe, expect, it } from 'vitest';
import { toBrowserHeaders, toUpstreamHeaders } from './forwarded-headers.ts';

function upstreamHeaders(method: string, headers: Record<string, string>): Record<string, string> {
  const request = new Request('https://app.example/', { method });
  for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
  return toUpstreamHeaders(request);
}

describe('toUpstreamHeaders', () => {
  it('forwards only the headers that Close reads', () => {
    const sent = upstreamHeaders('GET', {
      accept: 'text/csv',
      'content-type': 'application/json',
      'x-tz-offset': '-5',
      authorization: 'Bearer from-the-page',
      'x-forwarded-for': '10.0.0.1',
      'x-closekit': '1',
      'x-api-key': 'k',
    });
    expect(sent).toEqual({ accept: 'text/csv', 'content-type': 'application/json', 'x-tz-offset': '-5' });
  });

  it('forwards the method override only for a long GET', () => {
    expect(upstreamHeaders('POST', { 'x-http-method-override': 'GET' })).toEqual({
      'x-http-method-override': 'GET',
    });
    expect(upstreamHeaders('POST', { 'x-http-method-override': 'DELETE' })).toEqual({});
    expect(upstreamHeaders('PUT', { 'x-http-method-override': 'GET' })).toEqual({});
  });
});

describe('toBrowserHeaders', () => {
  it('forwards the headers about the data and the limits', () => {
    const upstream = new Headers({
      'content-type': 'text/csv',
      'content-disposition': 'attachment',
      ratelimit: 'limit=100, remaining=50, reset=5',
      'retry-after': '3',
      'set-cookie': 'session=close',
      'content-encoding': 'gzip',
      'content-length': '12',
      'transfer-encoding': 'chunked',
      connection: 'keep-alive',
      'access-control-allow-origin': '*',
      location: 'https://elsewhere.example/',
      server: 'close',
    });
    expect(toBrowserHeaders((name) => upstream.get(name))).toEqual({
      'cache-control': 'no-store',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'content-type': 'text/csv',
      ratelimit: 'limit=100, remaining=50, reset=5',
      'retry-after': '3',
      'x-content-type-options': 'nosniff',
    });
  });
});
