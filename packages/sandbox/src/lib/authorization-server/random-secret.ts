import { toBase64Url } from '../base/base64url.ts';

/** A value that nobody can guess, with a prefix that tells what it is. */
export function randomSecret(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return prefix + toBase64Url(bytes);
}
