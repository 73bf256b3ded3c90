/** Parses text that should be a plain decimal number, such as `1.5`; `undefined` when it is not. */
export function parseNumber(text: string | null | undefined): number | undefined {
  // More digits are no number that counts or waits, and could be infinite.
  return text && text.length < 40 && /^\d*\.?\d+$/.test(text) ? Number(text) : undefined;
}
