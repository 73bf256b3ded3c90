/** Reads a text column of a row; undefined when there is no row or no text. */
export function rowText(row: unknown, column: string): string | undefined {
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, column) : undefined;
  return typeof value === 'string' ? value : undefined;
}
