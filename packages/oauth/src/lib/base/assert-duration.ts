/**
 * Throws a `TypeError` that names the caller and its option, unless the value is a positive, finite number.
 */
export function assertDuration(value: unknown, caller: string, option: string): asserts value is number {
  if (typeof value === 'number' && Number.isFinite(value) && value > 0) return;
  throw new TypeError(`${caller}: \`${option}\` must be a positive number of milliseconds.`);
}
