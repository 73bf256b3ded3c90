/**
 * Resolves an address against the page, or where there is none, against one that is made up.
 *
 * @param address - An absolute URL, or a path.
 * @returns The absolute URL.
 */
export function pageUrl(address: string | URL): URL {
  return new URL(address, globalThis.location?.href ?? 'http://localhost');
}
