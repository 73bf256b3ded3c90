import { encodeBase64Url } from '../base/base64url.ts';

/** An unguessable value, with a prefix that names its kind. */
export function randomSecret(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return prefix + encodeBase64Url(bytes);
}
