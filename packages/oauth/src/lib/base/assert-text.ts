/**
 * Checks that an option is a non-empty string.
 *
 * @throws TypeError that names the caller and the option.
 */
export function assertText(value: unknown, caller: string, option: string): asserts value is string {
  if (typeof value === 'string' && value !== '') return;
  throw new TypeError(`${caller}: \`${option}\` must be a non-empty string.`);
}
