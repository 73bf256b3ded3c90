export type CustomValue = string | number | boolean | null | string[];

/** The custom fields of a row, one `custom.cf_…` key each. */
export interface CustomValues {
  [key: `custom.${string}`]: CustomValue;
}

export interface StoredRow {
  readonly id: string;
  organization_id: string;
  created_by: string | null;
  updated_by: string | null;
  date_created: string;
  date_updated: string;
}

export interface Origin {
  id: string;
  organizationId: string;
  userId: string;
  at: string;
}

export function authoredBy(origin: Origin): StoredRow {
  return {
    id: origin.id,
    organization_id: origin.organizationId,
    created_by: origin.userId,
    updated_by: origin.userId,
    date_created: origin.at,
    date_updated: origin.at,
  };
}
