/**
 * Checks where a backend is mounted.
 *
 * @param basePath - As given.
 * @param caller - Who asks, for the message.
 * @returns The path without a trailing slash.
 * @throws TypeError when it is not a path of this origin.
 */
export function parseBasePath(basePath: string, caller: string): string {
  if (typeof basePath === 'string' && /^\/(?![/\\])[^?#]*$/.test(basePath))
    return basePath.replace(/\/+$/, '');
  throw new TypeError(`${caller}: basePath must be a path of this origin, such as '/api/close'`);
}
