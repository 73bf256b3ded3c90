import type { ContactRow } from '../../model/rows/contact-row.ts';
import type { FieldDefinition } from '../../model/rows/custom-field-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { isRecord } from '../../base/is-record.ts';

/** How the values of a field are compared. */
export const fieldTypes = ['exact', 'text', 'number', 'date', 'boolean', 'user'] as const;

/** One of {@link fieldTypes}. */
export type FieldType = (typeof fieldTypes)[number];

/** A field that queries can name. */
export interface Field<T extends object = object> {
  readonly type: FieldType;
  /** Whether it counts rows, so that `has:` means at least one. */
  readonly isCount?: true;
  /** The value, or a list of values, of which one must match. */
  read(row: T, data: OrganizationData): unknown;
}

/** A type of objects that queries can find or relate to. */
export interface ObjectKind<T extends object = object> {
  /** Its name in the search grammar, such as `activity.call`. */
  readonly type: string;
  readonly fields: Readonly<Record<string, Field<T>>>;
  customFields?(data: OrganizationData): readonly FieldDefinition[];
  /** The types whose texts a search for words covers, too. */
  readonly textTypes?: readonly string[];
  /** All rows, if a search can find them. */
  all?(data: OrganizationData): readonly T[];
  ofLead(data: OrganizationData, leadId: string): readonly T[];
  /** The rows of one contact. Without it, those of its lead. */
  ofContact?(data: OrganizationData, contact: ContactRow): readonly T[];
  /** The lead of a row; without it, the row has no relations of its own. */
  leadIdOf?(row: T): string;
  render?(data: OrganizationData, row: T, today: string): object;
}

/** A test of one row. */
export type RowTest = (row: object) => boolean;

/** The fields that are read from the member of the same name: their names by type, separated by spaces. */
export function plainFields(names: Partial<Record<FieldType, string>>): Record<string, Field> {
  const entries = fieldTypes.flatMap((type) =>
    (names[type]?.split(' ') ?? []).map((name): [string, Field] => [
      name,
      { type, read: (row) => memberOf(row, name) },
    ]),
  );
  return Object.fromEntries(entries);
}

/** A member of a row. Activities have their specific members in `own`. */
export function memberOf(row: object, name: string): unknown {
  if (!isRecord(row)) return undefined;
  return row[name] ?? (isRecord(row['own']) ? row['own'][name] : undefined);
}
