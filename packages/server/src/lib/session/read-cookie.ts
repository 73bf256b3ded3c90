const equalsSign = 0x3d;
const semicolon = 0x3b;
const comma = 0x2c;

/**
 * The value of a cookie in a `Cookie` header; `undefined` when it is absent or ambiguous.
 *
 * Names are bytes, as in browsers: only space and tab are trimmed. A browser stores `\xA0__Host-closekit` from
 * a sibling subdomain, because to it that is not the protected name; so it must not be that name here.
 *
 * A name that is present twice is ambiguous. So is one after a comma: `Headers` may join two header lines
 * with a comma, which hides the second line in the last value of the first.
 *
 * @param header - The header as a byte string, one character for each byte.
 * @param name - The name, a token.
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-5.2
 */
export function readCookie(header: string | null | undefined, name: string): string | undefined {
  if (header === null || header === undefined) return undefined;
  let start = -1;
  for (let at = header.indexOf(name); at !== -1; at = header.indexOf(name, at + name.length)) {
    const equals = skipBlanks(header, at + name.length);
    if (header.charCodeAt(equals) !== equalsSign) continue;
    const before = skipBlanksBack(header, at);
    const isAfterComma = header.charCodeAt(before - 1) === comma;
    if (isAfterComma || (start !== -1 && isPairStart(header, before))) return undefined;
    if (isPairStart(header, before)) start = equals + 1;
  }
  return start === -1 ? undefined : readValue(header, start);
}

// No browser has as many attempts. Without a limit, a long header would cost the square of its length.
const mostNames = 100;

/** The first cookies whose name begins with a prefix, in the order of the header, without ambiguous ones. */
export function listCookies(
  header: string | null | undefined,
  prefix: string,
): [name: string, value: string][] {
  const names = new Set(
    (header ?? '').split(';').map((pair) => {
      const equals = pair.indexOf('=');
      return pair.slice(skipBlanks(pair, 0), skipBlanksBack(pair, Math.max(equals, 0)));
    }),
  );
  const found = [...names].filter((name) => name.startsWith(prefix)).slice(0, mostNames);
  return found.flatMap((name): [string, string][] => {
    const value = readCookie(header, name);
    return value === undefined ? [] : [[name, value]];
  });
}

function readValue(header: string, start: number): string {
  const semicolonAt = header.indexOf(';', start);
  const end = semicolonAt === -1 ? header.length : semicolonAt;
  const first = skipBlanks(header, start);
  return first >= end ? '' : header.slice(first, skipBlanksBack(header, end));
}

function isPairStart(header: string, at: number): boolean {
  return at === 0 || header.charCodeAt(at - 1) === semicolon;
}

function skipBlanks(header: string, from: number): number {
  let at = from;
  while (isBlank(header.charCodeAt(at))) at += 1;
  return at;
}

function skipBlanksBack(header: string, from: number): number {
  let at = from;
  while (at > 0 && isBlank(header.charCodeAt(at - 1))) at -= 1;
  return at;
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09;
}
