/** The attributes in which our cookies differ. */
export interface CookieAttributes {
  readonly sameSite: 'Strict' | 'Lax';
  readonly maxAgeSeconds: number;
  readonly secure: boolean;
}

/**
 * Reads the `Cookie` header as name and value pairs, in the order the browser sent them.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6265#section-4.2
 */
export function parseCookies(header: string | null): [name: string, value: string][] {
  if (header === null) return [];
  return header.split(';').flatMap((pair): [string, string][] => {
    const equals = pair.indexOf('=');
    return equals < 1 ? [] : [[pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()]];
  });
}

/** Writes one `Set-Cookie` value. Every cookie is `HttpOnly`, has the path `/` and no `Domain`. */
export function serializeCookie(name: string, value: string, attributes: CookieAttributes): string {
  const { sameSite, maxAgeSeconds, secure } = attributes;
  const parts = [
    `${name}=${value}`,
    'Path=/',
    `Max-Age=${maxAgeSeconds}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
  ];
  return (secure ? [...parts, 'Secure'] : parts).join('; ');
}

/** `__Host-` makes browsers refuse the cookie from sibling hosts. It needs `Secure`, which http lacks. */
export function cookieName(name: string, secure: boolean): string {
  return secure ? `__Host-${name}` : name;
}
