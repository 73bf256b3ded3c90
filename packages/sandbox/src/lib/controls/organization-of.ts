import type { OrganizationData } from '../model/organization-data.ts';
import type { World } from '../seed/create-world.ts';

/** Finds an organization by id. Default: the first one. Errors name `method` as the caller. */
export function organizationOf(world: World, method: string, id: string | undefined): OrganizationData {
  const [first] = world.organizations;
  const found = id === undefined ? first : world.organizations.find((data) => data.organization.id === id);
  if (found !== undefined) return found;
  throw new TypeError(`${method}: \`organizationId\` must be the id of one of \`sandbox.organizations\`.`);
}
