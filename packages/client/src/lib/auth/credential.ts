/**
 * Refuses what cannot stand in an `Authorization` header. Checked here because the platform's own
 * complaint about a bad header repeats the value.
 *
 * @param value - The key or token.
 * @param name - What to call it in the message.
 * @returns The value.
 * @throws TypeError without the value in it.
 */
export function parseCredential(value: unknown, name: string): string {
  if (typeof value === 'string' && /^[\x21-\x7e]+$/.test(value)) return value;
  throw new TypeError(`${name} must be a non-empty string without white space`);
}
