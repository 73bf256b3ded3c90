/** The attributes in which our cookies differ. */
export interface CookieAttributes {
  readonly sameSite: 'Strict' | 'Lax';
  readonly maxAgeSeconds: number;
  readonly secure: boolean;
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
