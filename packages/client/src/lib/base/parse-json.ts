/**
 * Parses text that should be JSON.
 *
 * @param text - What was received.
 * @returns The value, or `undefined` when it is no JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
