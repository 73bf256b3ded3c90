import type { OrganizationData } from '../../model/organization-data.ts';

/**
 * Renders the links to other systems of an object. Variables such as `{{ lead.name }}` are replaced by its fields;
 * Close does not document which ones it has.
 */
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
