/**
 * Checks that an option is a positive, finite number.
 *
 * @throws TypeError that names the caller and the option.
 */
export function assertDuration(value: unknown, caller: string, option: string): asserts value is number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return;
  throw new TypeError(`${caller}: \`${option}\` must be a positive number of milliseconds.`);
}
