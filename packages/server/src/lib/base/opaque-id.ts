const idBytes = 32;

/** 256 random bits in base64url. */
export function createOpaqueId(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(idBytes)));
}

/** Tells an id of ours from anything else a browser may send. */
export function isOpaqueId(value: string): boolean {
  return /^[\w-]{43}$/.test(value);
}

/** The SHA-256 digest of a text in base64url. */
export async function digest(text: string): Promise<string> {
  return toBase64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** The bytes of a base64url text. Throws when it is none. */
export function fromBase64Url(text: string): Uint8Array {
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}
