/** Encodes text for a URL; half a surrogate pair becomes U+FFFD, as a URL parser does it. */
export function encode(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));
  }
}
