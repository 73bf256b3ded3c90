/** Encodes text for a URL; half a surrogate pair becomes U+FFFD, as a URL parser does it. */
export function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
