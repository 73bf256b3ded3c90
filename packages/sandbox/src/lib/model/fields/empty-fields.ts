/** Fields that are `null`, from a text with their names. */
export function emptyFields(names: string): Readonly<Record<string, null>> {
  const list = names.trim().split(/\s+/);
  return Object.fromEntries(list.map((name) => [name, null]));
}
