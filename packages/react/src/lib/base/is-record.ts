/**
 * Tells whether a value may be asked for fields.
 *
 * @param value - Anything.
 * @returns Whether it is an object.
 */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
