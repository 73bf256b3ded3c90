export type FieldTest = (name: string) => boolean;

export const everyField: FieldTest = () => true;

/**
 * Reads `_fields`, a comma list of top-level members. `_all` selects everything, `custom` every custom field. `id`
 * is not implied.
 */
export function readFields(fields: string | null): FieldTest {
  if (fields === null || fields === '') return everyField;
  const wanted = new Set(fields.split(',').map((name) => name.trim()));
  if (wanted.has('_all')) return everyField;
  if (!wanted.has('custom')) return (name) => wanted.has(name);
  return (name) => wanted.has(name) || name.startsWith('custom.');
}

export function selectFields(row: object, fields: string | null): object {
  const isWanted = readFields(fields);
  if (isWanted === everyField) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => isWanted(name)));
}
