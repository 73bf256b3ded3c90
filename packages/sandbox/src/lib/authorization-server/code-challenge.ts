import { toBase64Url } from '../base/base64url.ts';

/**
 * The S256 challenge of a PKCE verifier.
 *
 * @see RFC 7636 §4.2
 */
export async function codeChallengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return toBase64Url(new Uint8Array(digest));
}
