import { assertArgument } from '../base/assert-argument.ts';

/** Checks the mount path of a backend, and removes its trailing slash. */
export function parseBasePath(basePath: string, caller: string): string {
  const isPath = typeof basePath === 'string' && /^\/(?![/\\])[^?#]*$/.test(basePath);
  assertArgument(isPath, [caller, 'basePath'], "a path of this origin, such as '/api/close'");
  return basePath.replace(/\/+$/, '');
}
