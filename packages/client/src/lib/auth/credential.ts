import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';

/**
 * Refuses a value that does not fit into an `Authorization` header, without repeating it: the platform's own
 * error would show the value.
 */
export function parseCredential(value: unknown, argument: Argument): string {
  const isUsable = typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
  assertArgument(isUsable, argument, 'a non-empty string of visible ASCII characters');
  return value;
}
