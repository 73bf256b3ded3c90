import { describe, expect, it } from 'vitest';
import { isCloseServerError } from '../base/errors.ts';
import { parseApiPath } from './api-path.ts';

function outcome(path: string): string {
  try {
    return parseApiPath(path);
  } catch (error) {
    return isCloseServerError(error) ? error.code : 'unexpected';
  }
}

describe('parseApiPath', () => {
  it('returns API paths unchanged', () => {
    const paths = [
      '/api/v1/me/',
      '/api/v1/lead/lead_1',
      '/api/v1/unsubscribe/email/jo%2Bx%40mail.example.com/',
    ];
    expect(paths.map(outcome)).toEqual(paths);
  });

  it('refuses other versions and other parts of the server', () => {
    const paths = [
      '/api/v2/me/',
      '/api/v1',
      '/api/v1.1/me/',
      '/api/V1/me/',
      '/oauth2/token/',
      '/api/v1%2fme/',
    ];
    expect(paths.map(outcome)).toEqual(paths.map(() => 'not_found'));
  });

  it('refuses parts that a server could interpret differently', () => {
    const paths = [
      '/api/v1/',
      '/api/v1//me/',
      '/api/v1/me//',
      '/api/v1/../v2/me/',
      '/api/v1/./me/',
      '/api/v1/a..b/',
      '/api/v1/%2e%2e/',
      '/api/v1/%2E/',
      '/api/v1/a%2fb/',
      '/api/v1/a%2Fb/',
      '/api/v1/a%5Cb/',
      '/api/v1/a\\b/',
      '/api/v1/a%00/',
      '/api/v1/a%0d%0ab/',
      '/api/v1/%252e%252e/',
      '/api/v1/a%/',
      '/api/v1/a;b=1/',
      '/api/v1/https://evil.example/',
      '/api/v1/me?x/',
    ];
    expect(paths.map(outcome)).toEqual(paths.map(() => 'path_refused'));
  });
});
