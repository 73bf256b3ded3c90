import type { OrganizationData } from '../../model/organization-data.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { UserRow } from '../../model/rows/user-row.ts';

export function renderUser(user: UserRow): object {
  return { ...user };
}

export function userName(data: OrganizationData, id: string | null): string | null {
  const user = id === null ? undefined : data.users.get(id);
  return user === undefined ? null : fullName(user);
}

/** The names of the users who created and updated a row. */
export function authorNames(
  data: OrganizationData,
  row: { created_by: string | null; updated_by: string | null },
): { created_by_name: string | null; updated_by_name: string | null } {
  return { created_by_name: userName(data, row.created_by), updated_by_name: userName(data, row.updated_by) };
}
