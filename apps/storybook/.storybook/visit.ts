/**
 * Puts a path of the sample app into the address bar, for stories of parts that read it.
 *
 * @param path - Path and query. If undefined, the address does not change.
 * @returns A function that restores the address.
 */
export function visit(path: string | undefined): () => void {
  const { href } = window.location;
  if (path !== undefined) window.history.replaceState(window.history.state, '', path);
  return () => window.history.replaceState(window.history.state, '', href);
}
