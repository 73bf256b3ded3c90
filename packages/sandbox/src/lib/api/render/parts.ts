import type { OrganizationData } from '../../model/organization-data.ts';
import { fullName } from '../../model/rows/user-row.ts';

export function userName(data: OrganizationData, id: string | null): string | null {
  const user = id === null ? undefined : data.users.get(id);
  return user === undefined ? null : fullName(user);
}

export function authorNames(
  data: OrganizationData,
  row: { created_by: string | null; updated_by: string | null },
): { created_by_name: string | null; updated_by_name: string | null } {
  return { created_by_name: userName(data, row.created_by), updated_by_name: userName(data, row.updated_by) };
}

/** Fills in variables such as `{{ lead.name }}` by the fields of the object: Close does not document which it has. */
export function renderIntegrationLinks(
  { resources }: OrganizationData,
  type: 'lead' | 'contact' | 'opportunity',
  object: object,
): object[] {
  const links = resources.get('/integration_link/')?.all() ?? [];
  const valueOf = (_match: string, name: string): string =>
    encodeURIComponent(String(Reflect.get(object, name) ?? ''));
  return links
    .filter((link) => link['type'] === type)
    .map(({ name, url }) => ({ name, url: String(url).replaceAll(/\{\{\s*\w+\.(\w+)\s*\}\}/g, valueOf) }));
}
