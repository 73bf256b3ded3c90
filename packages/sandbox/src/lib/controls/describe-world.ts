import type { CustomFieldRow } from '../model/rows/custom-field-row.ts';
import { fullName } from '../model/rows/user-row.ts';
import type { UserRow } from '../model/rows/user-row.ts';
import type { World } from '../seed/create-world.ts';

/** An organization of the sandbox, to assert on. */
export interface SandboxOrganization {
  /** Such as `orga_…`. */
  readonly id: string;
  /** As the consent page shows it. */
  readonly name: string;
  /** What leads can be, in their order. */
  readonly leadStatuses: readonly { readonly id: string; readonly label: string }[];
  /** Those of leads, contacts and opportunities. */
  readonly customFields: readonly CustomFieldRow[];
}

/** A user of the sandbox, to assert on. */
export interface SandboxUser {
  /** Such as `user_…`. */
  readonly id: string;
  /** First and last name. */
  readonly name: string;
  /** Of a reserved domain. */
  readonly email: string;
  /** The organizations that the user belongs to. */
  readonly organizationIds: readonly string[];
}

const recordTypes = ['lead', 'contact', 'opportunity'] as const;

/** The organizations of a world, as they are now. */
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

/** The users of a world, the one who is signed in first. */
export function describeUsers(world: World): SandboxUser[] {
  const users = new Set([world.user, ...world.organizations.flatMap((data) => data.users.all())]);
  return [...users].map(describeUser);
}

/** A user, as it is now. */
export function describeUser(user: UserRow): SandboxUser {
  return {
    id: user.id,
    name: fullName(user),
    email: user.email,
    organizationIds: [...user.organizations],
  };
}
