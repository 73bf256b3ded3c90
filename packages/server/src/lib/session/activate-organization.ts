import type { SessionOrganization, SessionProfile, SessionRecord } from '../stores/session-store.ts';
import type { SessionStart } from './browser-session.ts';

/** The session after one of its organizations becomes the active one. Its lifetime is not extended. */
export function activateOrganization(
  record: SessionRecord,
  organization: SessionOrganization,
  otherOrganizations: readonly SessionOrganization[],
): SessionStart {
  const { userId, createdAt } = record;
  const grant = { organizationId: organization.id, userId };
  return { grant, profile: profileIn(record, organization), otherOrganizations, createdAt };
}

/** `null` makes the next `GET session` read the names from Close. */
function profileIn({ profile }: SessionRecord, organization: SessionOrganization): SessionProfile | null {
  if (profile === null || organization.name === organization.id) return null;
  return { user: profile.user, organization };
}
