/**
 * Writes text as a string of TypeScript.
 *
 * @param text - Anything.
 * @returns The text in single quotes, with what would end it escaped.
 */
export function quote(text: string): string {
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'");
  return `'${escaped}'`;
}
