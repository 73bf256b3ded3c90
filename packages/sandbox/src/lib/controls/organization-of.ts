import type { OrganizationData } from '../model/organization-data.ts';
import type { World } from '../seed/create-world.ts';

/** An organization by its id, the first one without an id. Throws in the name of the method that was asked for it. */
export function organizationOf(world: World, method: string, id: string | undefined): OrganizationData {
  const [first] = world.organizations;
  const found = id === undefined ? first : world.organizations.find((data) => data.organization.id === id);
  if (found !== undefined) return found;
  throw new TypeError(`${method}: \`organizationId\` must be the id of one of \`sandbox.organizations\`.`);
}
