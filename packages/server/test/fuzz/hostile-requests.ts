import * as fc from 'fast-check';

/** How a body ends. */
export type BodyEnd = 'closes' | 'fails' | 'stalls' | 'never ends';

/** A request as data. Where a part needs a session, `buildRequest` fills it in. */
export interface HostileRequest {
  /** The method, and the whole URL or a path of the app. */
  readonly target: readonly [method: string, url: string];
  /** Whether the headers of the app's own pages come first. */
  readonly isOwn: boolean;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The pieces of the `Cookie` header. */
  readonly cookies: readonly CookiePiece[];
  readonly chunks: readonly Uint8Array[] | undefined;
  readonly end: BodyEnd;
  /** Whether the body is signed as a delivery of Close. */
  readonly isSigned: boolean;
}

/** A text, or a placeholder. */
export type CookiePiece = { readonly text: string } | { readonly live: 'session' | 'flows' };

const byte = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
const bytes = fc.string({ unit: byte, maxLength: 40 });
const anyText = fc.oneof(bytes, fc.string({ unit: 'binary', maxLength: 40 }));

const routes = [
  'GET login',
  'GET login?returnTo=/leads',
  'GET callback',
  'GET callback?code=c&state=s',
  'GET callback?error=access_denied',
  'GET session',
  'POST switch',
  'POST logout',
  'POST disconnect',
  'POST token',
  'POST webhook',
  'GET events',
  'GET health',
  'GET ready',
  'GET api/v1/lead/',
  'POST api/v1/lead/',
  'PUT api/v1/lead/',
  'GET api/v1/me/',
  'POST api/v1/data/search/',
  'GET api/v1/webhook/',
];
const tricks = [
  '%',
  '%2e%2e',
  '%2f',
  '%00',
  '//',
  '/../',
  '\\',
  ';',
  '#',
  '?',
  '&',
  '%c0%ae',
  '%ff',
  '@',
  '%23',
  '\uFFFE',
  '=',
];
/** A method and a URL. */
type Target = readonly [method: string, url: string];
const target = fc.constantFrom(...routes).map((one): Target => {
  const [method = '', path = ''] = one.split(' ');
  return [method, `/api/close/${path}`];
});
const bentTarget = fc
  .tuple(
    target,
    fc.nat({ max: 40 }),
    fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...tricks) }, { weight: 1, arbitrary: anyText }),
  )
  .map(([[method, path], at, text]): Target => [method, path.slice(0, at) + text + path.slice(at)]);
const callback = fc.tuple(anyText, anyText, anyText).map(([code, state, error]): Target => {
  return ['GET', `/api/close/callback?${new URLSearchParams({ code, state, error })}`];
});
const returnTo = anyText.map((text): Target => {
  return ['GET', `/api/close/login?${new URLSearchParams({ returnTo: text })}`];
});
const methods = ['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE', 'CONNECT', 'get'];
const otherMethod = fc
  .tuple(fc.oneof(fc.constantFrom(...methods), anyText), target)
  .map(([method, [, url]]): Target => [method, url]);
const anyTarget = fc.tuple(fc.constantFrom(...methods), anyText);
const targets = fc.oneof(
  { weight: 8, arbitrary: target },
  { weight: 5, arbitrary: bentTarget },
  { weight: 1, arbitrary: otherMethod },
  { weight: 1, arbitrary: callback },
  { weight: 1, arbitrary: returnTo },
  { weight: 1, arbitrary: anyTarget },
);

const names = [
  'x-closekit',
  'x-closekit-organization',
  'x-closekit-user',
  'x-http-method-override',
  'x-request-id',
  'origin',
  'sec-fetch-site',
  'sec-fetch-dest',
  'content-type',
  'content-length',
  'accept',
  'authorization',
  'host',
  'last-event-id',
  'close-sig-hash',
  'close-sig-timestamp',
  '__proto__',
];
const values = [
  '',
  '0',
  '1',
  'null',
  '-1',
  '1e309',
  'https://app.example',
  'same-origin',
  'none',
  'document',
  'GET',
];
const header = fc.tuple(
  fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: bytes }),
  fc.oneof(fc.constantFrom(...values), bytes),
);

const cookiePiece: fc.Arbitrary<CookiePiece> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ live: 'session' } as const) },
  { weight: 1, arbitrary: fc.constant({ live: 'flows' } as const) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(
        '; ',
        ', ',
        '=',
        '__Host-closekit=',
        '\xA0__Host-closekit=',
        '__Host-closekit-flow-',
        '"',
        ';',
      )
      .map((text) => ({ text })),
  },
  { weight: 1, arbitrary: bytes.map((text) => ({ text })) },
);

const json = fc
  .oneof(
    fc.record({ organizationId: fc.oneof(anyText, fc.jsonValue()) }),
    fc.record({ refused: fc.oneof(anyText, fc.jsonValue()) }),
    fc.record({
      subscription_id: anyText,
      event: fc.record({
        id: anyText,
        organization_id: anyText,
        object_type: anyText,
        object_id: anyText,
        action: anyText,
      }),
    }),
    fc.jsonValue(),
  )
  .map((value) => [new TextEncoder().encode(JSON.stringify(value))]);
const chunks = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: json },
  { weight: 2, arbitrary: fc.array(fc.uint8Array({ maxLength: 1500 }), { maxLength: 4 }) },
);

/** Any request, more often one that comes far. */
export const hostileRequest: fc.Arbitrary<HostileRequest> = fc.record({
  target: targets,
  isOwn: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  headers: fc.array(header, { maxLength: 3 }),
  cookies: fc.oneof(
    { weight: 2, arbitrary: fc.constant([{ live: 'session' } as const]) },
    { weight: 1, arbitrary: fc.array(cookiePiece, { maxLength: 4 }) },
  ),
  chunks,
  end: fc.oneof(
    { weight: 4, arbitrary: fc.constant('closes' as const) },
    { weight: 1, arbitrary: fc.constantFrom('fails', 'stalls', 'never ends') },
  ),
  isSigned: fc.boolean(),
});

/** What `buildRequest` fills in. */
export interface RequestParts {
  readonly session: string;
  readonly flows: string;
  /** The headers that sign a body as a delivery. */
  sign(body: Uint8Array): Record<string, string>;
}

/**
 * Builds a request. `Request` refuses some methods and URLs that a server can pass to the handler, so those two are
 * set afterwards.
 */
export function buildRequest(hostile: HostileRequest, parts: RequestParts): Request {
  const headers = new Headers();
  const own = { 'x-closekit': '1', 'sec-fetch-site': 'same-origin' };
  const signature = hostile.isSigned ? parts.sign(Buffer.concat([...(hostile.chunks ?? [])])) : {};
  const cookie = hostile.cookies.map((piece) => ('text' in piece ? piece.text : parts[piece.live])).join('');
  const all = [
    ...Object.entries({ ...(hostile.isOwn && own), ...signature }),
    ['cookie', cookie] as const,
    ...hostile.headers,
  ];
  for (const [name, value] of all) appendIfPossible(headers, name, value);
  const body = hostile.chunks === undefined ? null : toStream(hostile.chunks, hostile.end);
  const base = { method: body === null ? 'GET' : 'POST', headers, body, duplex: 'half' } as const;
  const request = new Request('https://app.example/', base);
  const [method, place] = hostile.target;
  const url = place.startsWith('/') ? `https://app.example${place}` : place;
  Object.defineProperties(request, { method: { value: method }, url: { value: url } });
  return request;
}

/** What no header can hold, no server passes on. */
function appendIfPossible(headers: Headers, name: string, value: string): void {
  try {
    headers.append(name, value);
  } catch {
    // Left out.
  }
}

function toStream(parts: readonly Uint8Array[], end: BodyEnd): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const next = parts[at];
      at += 1;
      if (next !== undefined && next.byteLength > 0) return controller.enqueue(next);
      if (at <= parts.length) return controller.enqueue(new Uint8Array(1));
      if (end === 'closes') return controller.close();
      if (end === 'fails') return controller.error(new Error('The sender has gone.'));
      if (end === 'never ends') return controller.enqueue(new Uint8Array(1000));
      return new Promise(() => undefined);
    },
  });
}
