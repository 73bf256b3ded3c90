/** Fields that are `null`, from a text with their names. */
export function emptyFields(names: string): Readonly<Record<string, null>> {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, null]),
  );
}
