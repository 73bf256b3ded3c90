import { assertArgument } from '../base/assert-argument.ts';

/**
 * Checks where a backend is mounted.
 *
 * @param basePath - As given.
 * @param caller - Who asks, for the message.
 * @returns The path without a trailing slash.
 * @throws TypeError when it is not a path of this origin.
 */
export function parseBasePath(basePath: string, caller: string): string {
  const isPath = typeof basePath === 'string' && /^\/(?![/\\])[^?#]*$/.test(basePath);
  assertArgument(isPath, [caller, 'basePath'], "a path of this origin, such as '/api/close'");
  return basePath.replace(/\/+$/, '');
}
