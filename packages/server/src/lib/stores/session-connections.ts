import type { SessionGrant, SessionOrganization, SessionRecord } from './session-store.ts';

/** The organization in use. Its name is its id while Close has not told it. */
export function activeOrganization({ organizationId, profile }: SessionRecord): SessionOrganization {
  return profile?.organization ?? { id: organizationId, name: organizationId };
}

/** Every organization of a session, by name, so that a switch does not shuffle a menu. */
export function connectedOrganizations(record: SessionRecord): SessionOrganization[] {
  const all = [activeOrganization(record), ...(record.otherOrganizations ?? [])];
  return all.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

/** Every organization of a session but one. */
export function organizationsBeside(record: SessionRecord, organizationId: string): SessionOrganization[] {
  return connectedOrganizations(record).filter(({ id }) => id !== organizationId);
}

/** Every grant of a session, the one in use last. */
export function connectedGrants(record: SessionRecord): SessionGrant[] {
  const { userId, organizationId } = record;
  const others = organizationsBeside(record, organizationId).map(({ id }) => ({
    organizationId: id,
    userId,
  }));
  return [...others, { organizationId, userId }];
}

/** Whether a session has connected a grant, in use or not. */
export function hasConnected(record: SessionRecord, { organizationId, userId }: SessionGrant): boolean {
  return record.userId === userId && connectedOrganizations(record).some(({ id }) => id === organizationId);
}
