/**
 * Tells whether a value is an object with named members.
 *
 * @param value - Anything.
 * @returns Whether it is an object, and neither `null` nor a list.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
