import type { SessionFilter, SessionOrganization, SessionRecord } from './session-store.ts';

/** The active organization. Its name is its id until Close has returned the name. */
export function activeOrganization({ organizationId, profile }: SessionRecord): SessionOrganization {
  return profile?.organization ?? { id: organizationId, name: organizationId };
}

/** Every organization of a session, sorted by name, so that a switch does not reorder a menu. */
export function connectedOrganizations(record: SessionRecord): SessionOrganization[] {
  const all = [activeOrganization(record), ...record.otherOrganizations];
  return all.toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
}

/** Every organization of a session except one. */
export function organizationsBeside(record: SessionRecord, organizationId: string): SessionOrganization[] {
  return connectedOrganizations(record).filter(({ id }) => id !== organizationId);
}

/** Whether a filter selects a session. An organization is found as the active one and among the others. */
export function isSelected(record: SessionRecord, { userId, organizationId }: SessionFilter): boolean {
  if (userId !== undefined && record.userId !== userId) return false;
  if (organizationId === undefined || record.organizationId === organizationId) return true;
  return record.otherOrganizations.some(({ id }) => id === organizationId);
}
