/**
 * Throws a `TypeError` that names the caller and its option, unless the value is a string with text in it.
 */
export function assertText(value: unknown, caller: string, option: string): asserts value is string {
  if (typeof value === 'string' && value !== '') return;
  throw new TypeError(`${caller}: \`${option}\` must be a non-empty string.`);
}
