import type { CustomFieldRow } from '../model/rows/custom-field-row.ts';
import { fullName } from '../model/organization-data.ts';
import type { UserRow } from '../model/organization-data.ts';
import type { World } from '../seed/create-world.ts';

/** An organization of the sandbox. */
export interface SandboxOrganization {
  /** The id, such as `orga_…`. */
  readonly id: string;
  /** The name, as on the consent page. */
  readonly name: string;
  /** The lead statuses, in order. */
  readonly leadStatuses: readonly { readonly id: string; readonly label: string }[];
  /** The custom fields of leads, contacts and opportunities. */
  readonly customFields: readonly CustomFieldRow[];
}

/** A user of the sandbox. */
export interface SandboxUser {
  /** The id, such as `user_…`. */
  readonly id: string;
  /** The first and last name. */
  readonly name: string;
  /** An address of a reserved domain. */
  readonly email: string;
  /** The organizations that the user belongs to. */
  readonly organizationIds: readonly string[];
}

const recordTypes = ['lead', 'contact', 'opportunity'] as const;

export function describeOrganizations(world: World): SandboxOrganization[] {
  return world.organizations.map(({ organization, leadStatuses, customFields }) => ({
    id: organization.id,
    name: organization.name,
    leadStatuses: leadStatuses.all().map(({ id, label }) => ({ id, label })),
    customFields: recordTypes.flatMap((objectType) =>
      customFields[objectType].map((field) => ({ ...field, objectType })),
    ),
  }));
}

/** Describes the users of a world, signed-in user first. */
export function describeUsers(world: World): SandboxUser[] {
  const users = new Set([world.user, ...world.organizations.flatMap((data) => data.users.all())]);
  return [...users].map(describeUser);
}

export function describeUser(user: UserRow): SandboxUser {
  const { id, email, organizations } = user;
  return { id, name: fullName(user), email, organizationIds: [...organizations] };
}
