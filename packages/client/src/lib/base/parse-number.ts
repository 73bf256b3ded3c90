/** Parses text that should be a plain decimal number, such as `1.5`; `undefined` when it is not. */
export function parseNumber(text: string | null | undefined): number | undefined {
  return text && /^\d*\.?\d+$/.test(text) ? Number(text) : undefined;
}
