/** Resolves a URL or a path against the page; without a page, against `http://localhost`. */
export function pageUrl(address: string | URL): URL {
  return new URL(address, globalThis.location?.href ?? 'http://localhost');
}
