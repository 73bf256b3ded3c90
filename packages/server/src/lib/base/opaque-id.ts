import { encodeBase64Url } from './base64url.ts';

const idBytes = 32;

/** 256 random bits in base64url. */
export function createOpaqueId(): string {
  return encodeBase64Url(crypto.getRandomValues(new Uint8Array(idBytes)));
}

/** Whether a text has the form of our ids. */
export function isOpaqueId(value: string): boolean {
  return /^[\w-]{43}$/.test(value);
}

/** The SHA-256 digest of a text in base64url. */
export async function digest(text: string): Promise<string> {
  return encodeBase64Url(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))),
  );
}
