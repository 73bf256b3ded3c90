import type { StoredRow, CustomValues } from '../../model/rows/authorship.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { customValuesOf } from '../base/custom-values.ts';
import { authorNames } from './user.ts';

/** Renders the authors, the times and the custom fields of a row. */
export function renderAuthorship(data: OrganizationData, row: StoredRow & CustomValues): object {
  return {
    created_by: row.created_by,
    updated_by: row.updated_by,
    date_created: row.date_created,
    date_updated: row.date_updated,
    ...authorNames(data, row),
    ...customValuesOf(row),
  };
}
