import { assertArgument } from '../base/assert-argument.ts';
import type { Argument } from '../base/assert-argument.ts';

/**
 * Refuses what cannot stand in an `Authorization` header. Checked here because the platform's own
 * complaint about a bad header repeats the value.
 *
 * @param value - The key or token.
 * @param argument - Its name, for the message.
 * @returns The value.
 * @throws TypeError without the value in it.
 */
export function parseCredential(value: unknown, argument: Argument): string {
  const isUsable = typeof value === 'string' && /^[\x21-\x7e]+$/.test(value);
  assertArgument(isUsable, argument, 'a non-empty string without white space');
  return value;
}
