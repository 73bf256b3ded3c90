/**
 * Puts a path of the sample app into the address bar, for stories of parts that read it there.
 *
 * @param path - Path and query; the address stays as it is without.
 * @returns Takes it out again.
 */
export function visit(path: string | undefined): () => void {
  const { href } = window.location;
  if (path !== undefined) window.history.replaceState(window.history.state, '', path);
  return () => window.history.replaceState(window.history.state, '', href);
}
