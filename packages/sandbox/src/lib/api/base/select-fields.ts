/**
 * Selects top-level fields by name. `_all` selects everything, `custom` every custom field. `id` is not
 * implied.
 */
export function selectFields(row: object, fields: string | null): object {
  if (fields === null || fields === '') return row;
  const wanted = new Set(fields.split(',').map((name) => name.trim()));
  if (wanted.has('_all')) return row;
  const isWanted = (name: string): boolean =>
    wanted.has(name) || (wanted.has('custom') && name.startsWith('custom.'));
  return Object.fromEntries(Object.entries(row).filter(([name]) => isWanted(name)));
}
