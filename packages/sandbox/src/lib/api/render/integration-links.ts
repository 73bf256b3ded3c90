import type { OrganizationData } from '../../model/organization-data.ts';

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
