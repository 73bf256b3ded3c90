/**
 * Checks a positive whole number.
 *
 * @throws TypeError that names the caller and the option.
 */
export function assertCount(value: unknown, caller: string, name: string): void {
  if (Number.isInteger(value) && Number(value) > 0) return;
  throw new TypeError(`${caller}: \`${name}\` must be a whole number, 1 or more.`);
}
