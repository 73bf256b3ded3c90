import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callLines, openTwoDoors, outcomeOf, sendBytes, toBytes } from './two-doors.ts';
import type { ReceivedCall, TwoDoors } from './two-doors.ts';

/** What both doors must have in common for the same bytes. */
async function outcomes({ doors, received }: TwoDoors, bytes: Buffer) {
  const result = [];
  for (const door of [doors.fetch, doors.node]) {
    received.length = 0;
    const outcome = outcomeOf(await sendBytes(door, bytes));
    result.push({ ...outcome, received: received.map(comparable) });
  }
  return result;
}

// `fetch` adds the last two. The coding is the one difference on purpose.
const ownOfFetch = new Set(['accept-encoding', 'accept-language', 'sec-fetch-mode', 'connection']);

function comparable({ headers, ...call }: ReceivedCall) {
  const common = Object.entries(headers).filter(([name]) => !ownOfFetch.has(name));
  return { ...call, headers: Object.fromEntries(common) };
}

const path = '/api/close/api/v1/lead/';

describe('both doors', () => {
  it('treat the same bytes alike', async () => {
    const both = await openTwoDoors({ maxBodyBytes: 64 });
    const lines = callLines(both.cookie);
    const without = (name: string) => lines.filter((line) => !line.startsWith(name));
    const [, value = ''] = both.cookie.split('=');
    const requests: Record<string, [code: string | number, Buffer]> = {
      'a plain GET': [200, toBytes(`GET ${path}?_limit=1`, lines)],
      'a header in upper case': [
        200,
        toBytes(
          `GET ${path}`,
          lines.map((line) => line.replace('X-CloseKit', 'X-CLOSEKIT')),
        ),
      ],
      'an absolute target': [200, toBytes(`GET http://elsewhere.example${path}`, lines)],
      'a missing static header': ['cross_site', toBytes(`GET ${path}`, without('X-CloseKit'))],
      'the static header twice': ['cross_site', toBytes(`GET ${path}`, [...lines, 'X-CloseKit: 1'])],
      'two origins': [
        'cross_site',
        toBytes(`GET ${path}`, [...lines, 'Origin: https://app.example', 'Origin: https://evil.example']),
      ],
      'its own origin': [200, toBytes(`GET ${path}`, [...lines, 'Origin: https://app.example'])],
      'a sibling site': [
        'cross_site',
        toBytes(`GET ${path}`, [...without('Sec-Fetch'), 'Sec-Fetch-Site: same-site']),
      ],
      'two sites': ['cross_site', toBytes(`GET ${path}`, [...lines, 'Sec-Fetch-Site: same-origin'])],
      'no cookie': ['signed_out', toBytes(`GET ${path}`, without('Cookie'))],
      'a cookie with a no-break space': [
        'signed_out',
        toBytes(`GET ${path}`, [...without('Cookie'), `Cookie: \xA0${both.cookie}`]),
      ],
      'a cookie twice': [
        'signed_out',
        toBytes(`GET ${path}`, [...without('Cookie'), `Cookie: ${both.cookie}; ${both.cookie}`]),
      ],
      'a cookie in two lines': [
        'signed_out',
        toBytes(`GET ${path}`, [...lines, `Cookie: __Host-closekit=${'A'.repeat(43)}`]),
      ],
      'a cookie in another line than the session': [
        200,
        toBytes(`GET ${path}`, ['Cookie: theme=dark', ...lines]),
      ],
      'a cookie without its prefix': [
        'signed_out',
        toBytes(`GET ${path}`, [...without('Cookie'), `Cookie: closekit=${value}`]),
      ],
      'another organization': [
        'organization_changed',
        toBytes(`GET ${path}`, [...lines, 'X-CloseKit-Organization: orga_2']),
      ],
      'two organizations': [
        'organization_changed',
        toBytes(`GET ${path}`, [
          ...lines,
          'X-CloseKit-Organization: orga_1',
          'X-CloseKit-Organization: orga_1',
        ]),
      ],
      'dot segments': ['path_refused', toBytes('GET /api/close/api/v1/../v1//me/', lines)],
      'dot segments that lead out': ['not_found', toBytes('GET /api/close/api/v1/../../../me/', lines)],
      'encoded dot segments': ['not_found', toBytes('GET /api/close/api/v1/%2e%2E/v2/', lines)],
      'a backslash': ['not_found', toBytes('GET /api/close/api/v1\\..\\v2/', lines)],
      'an encoded slash': ['path_refused', toBytes('GET /api/close/api/v1/a%2fb/', lines)],
      'a semicolon': ['path_refused', toBytes('GET /api/close/api/v1/a;b/', lines)],
      'two slashes in front': ['not_found', toBytes(`GET /${path}`, lines)],
      'raw quotes in the query': [200, toBytes(`GET ${path}?a='"<>`, lines)],
      'an empty query': [200, toBytes(`GET ${path}?`, lines)],
      'bytes above ASCII in the path': [400, toBytes('GET /api/close/api\xE9/v1/', lines)],
      PATCH: ['method_not_allowed', toBytes(`PATCH ${path}`, lines)],
      HEAD: [405, toBytes(`HEAD ${path}`, lines)],
      OPTIONS: ['method_not_allowed', toBytes(`OPTIONS ${path}`, [...lines, 'Origin: https://evil.example'])],
      'a GET with a body': [200, toBytes(`GET ${path}`, [...lines, 'Content-Length: 5'], 'GET /')],
      'a body': [
        200,
        toBytes(`POST ${path}`, [...lines, 'Content-Length: 2', 'Content-Type: application/json'], '{}'),
      ],
      'two content types': [
        200,
        toBytes(
          `POST ${path}`,
          [...lines, 'Content-Length: 2', 'Content-Type: a/b', 'Content-Type: c/d'],
          '{}',
        ),
      ],
      'no body': [200, toBytes(`DELETE ${path}`, lines)],
      'a POST without a body': [200, toBytes(`POST ${path}`, lines)],
      chunks: [200, toBytes(`PUT ${path}`, [...lines, 'Transfer-Encoding: chunked'], '2\r\n{}\r\n0\r\n\r\n')],
      'chunks with trailers': [
        200,
        toBytes(
          `PUT ${path}`,
          [...lines, 'Transfer-Encoding: chunked', 'Trailer: Authorization'],
          '2\r\n{}\r\n0\r\nAuthorization: Bearer x\r\n\r\n',
        ),
      ],
      'a length over the limit': [
        'body_too_large',
        toBytes(`POST ${path}`, [...lines, 'Content-Length: 65'], 'a'.repeat(65)),
      ],
      'chunks over the limit': [
        'body_too_large',
        toBytes(
          `POST ${path}`,
          [...lines, 'Transfer-Encoding: chunked'],
          `41\r\n${'a'.repeat(65)}\r\n0\r\n\r\n`,
        ),
      ],
      'a length and chunks': [
        400,
        toBytes(
          `POST ${path}`,
          [...lines, 'Content-Length: 2', 'Transfer-Encoding: chunked'],
          '2\r\n{}\r\n0\r\n\r\n',
        ),
      ],
      'a coding that is not chunked': [
        400,
        toBytes(`POST ${path}`, [...lines, 'Transfer-Encoding: gzip'], '{}'),
      ],
      'a method override': [
        200,
        toBytes(`POST ${path}`, [...lines, 'X-HTTP-Method-Override: GET', 'Content-Length: 0']),
      ],
      'credentials of the page': [
        200,
        toBytes(`GET ${path}`, [
          ...lines,
          'Authorization: Bearer stolen',
          'X-Forwarded-For: 1.2.3.4',
          'X-Api-Key: k',
        ]),
      ],
      'an invalid host': [
        200,
        toBytes(
          `GET ${path}`,
          lines.map((line) => line.replace('app.example', 'a:99999')),
        ),
      ],
    };
    const results = new Map<string, unknown>();
    for (const [name, [, bytes]] of Object.entries(requests)) {
      const [byFetch, byNode] = await outcomes(both, bytes);
      expect({ name, ...byNode }).toEqual({ name, ...byFetch });
      results.set(name, byNode?.code ?? byNode?.status);
    }
    expect(Object.fromEntries(results)).toEqual(
      Object.fromEntries(Object.entries(requests).map(([name, [expected]]) => [name, expected])),
    );
  });

  it('call the hooks alike', async () => {
    const calls: unknown[] = [];
    const both = await openTwoDoors({
      rateLimit: ({ requestId, route, method, path: called, address }) => {
        calls.push(['rateLimit', requestId, route, method, called, address]);
        return called.endsWith('/me/') ? { retryAfterMs: 2000 } : undefined;
      },
      allow: ({ requestId, method, path: called }, { userId }) => {
        calls.push(['allow', requestId, method, called, userId]);
        return !called.includes('task');
      },
      onEvent: ({ type, requestId, route, userId, ...event }) => {
        calls.push([type, requestId, route, userId, 'code' in event && event.code]);
      },
    });
    const lines = [...callLines(both.cookie), 'X-Request-Id: r1'];
    const requests = [
      toBytes(`GET ${path}`, lines),
      toBytes('GET /api/close/api/v1/me/', lines),
      toBytes('DELETE /api/close/api/v1/%74ask/', lines),
      toBytes(`PATCH ${path}`, lines),
      toBytes(`POST ${path}`, [...lines, 'X-HTTP-Method-Override: GET', 'Content-Length: 0']),
      toBytes(`GET ${path}`, [...lines, 'Origin: https://evil.example']),
    ];
    const seen = [];
    for (const door of [both.doors.fetch, both.doors.node]) {
      calls.length = 0;
      const raws = [];
      for (const bytes of requests) raws.push(await sendBytes(door, bytes));
      seen.push([raws.map(outcomeOf), raws.map((raw) => /x-request-id: r1\r\n/i.test(raw)), [...calls]]);
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[0]?.[0]).toMatchObject([
      { status: 200 },
      { code: 'rate_limited' },
      { code: 'call_refused' },
      { code: 'method_not_allowed' },
      { status: 200 },
      { code: 'cross_site' },
    ]);
    expect(seen[0]?.[1]).toEqual(requests.map(() => true));
    expect(seen[0]?.[2]).toHaveLength(11);
  });

  it('treat any bytes alike', async () => {
    const both = await openTwoDoors({ maxBodyBytes: 16 });
    const one = fc.constantFrom;
    const bytes = fc.string({
      unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)),
      maxLength: 12,
    });
    const part = fc.oneof(
      bytes,
      one('..', '.', '%2e', '%2E.', '%2f', '//', '\\', ';', '%00', '%', '%c0%ae', 'lead', 'me', '@', ':'),
    );
    const target = fc.oneof(
      {
        weight: 3,
        arbitrary: fc
          .tuple(
            one(path, '/api/close/api/v1/', '/api/close/api/', '/api/close/'),
            part,
            part,
            one('', '/'),
            one('', '?', '?q='),
            bytes,
          )
          .map((parts) => parts.join('')),
      },
      fc.tuple(one('/', 'http://a.example/', '//', '*'), part, one('', path)).map((parts) => parts.join('')),
    );
    const value = fc.oneof(
      bytes,
      one(
        '1',
        both.cookie,
        `a=b; ${both.cookie}`,
        `\xA0${both.cookie}`,
        'same-origin',
        'cross-site',
        'https://app.example',
        'orga_1',
        'GET',
      ),
    );
    const name = one(
      'X-CloseKit',
      'Cookie',
      'Origin',
      'Sec-Fetch-Site',
      'X-CloseKit-Organization',
      'Content-Type',
      'Accept',
      'X-Tz-Offset',
      'X-HTTP-Method-Override',
      'Authorization',
      'Transfer-Encoding',
      'Content-Length',
      'Accept-Encoding',
      'Expect',
      'Host',
    );
    const extra = fc.array(
      fc.tuple(name, value).map(([key, text]) => `${key}: ${text}`),
      { maxLength: 3 },
    );
    const request = fc.record({
      method: one('GET', 'GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'get'),
      target,
      dropped: one(-1, -1, 0, 1, 2, 3),
      extra,
      body: fc.option(bytes, { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(request, async ({ method, target: at, dropped, extra: lines, body }) => {
        const own = callLines(both.cookie).filter((_, index) => index !== dropped);
        const length = body === undefined ? [] : [`Content-Length: ${body.length}`];
        const [byFetch, byNode] = await outcomes(
          both,
          toBytes(`${method} ${at}`, [...own, ...length, ...lines], body),
        );
        expect(byNode).toEqual(byFetch);
        expect(byNode?.status === 500).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
