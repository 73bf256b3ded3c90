import { isRecord } from '../base/is-record.ts';
import type { SessionRecord } from './session-store.ts';

/**
 * Checks the form of a record that a store returned: its database may convert values, or hold rows of another program.
 * Without a number, for example, a session would never expire.
 */
export function isSessionRecord(stored: unknown): stored is SessionRecord {
  if (!isRecord(stored)) return false;
  const { organizationId, userId, otherOrganizations, profile, device } = stored;
  return (
    isId(organizationId) &&
    isId(userId) &&
    Array.isArray(otherOrganizations) &&
    otherOrganizations.every(isNamed) &&
    (profile === null || isProfileOf(userId, organizationId, profile)) &&
    typeof device === 'string' &&
    Number.isFinite(stored['createdAt']) &&
    Number.isFinite(stored['lastSeenAt']) &&
    Number.isFinite(stored['expiresAt'])
  );
}

function isProfileOf(userId: string, organizationId: string, profile: unknown): boolean {
  if (!isRecord(profile)) return false;
  const { user, organization } = profile;
  if (!isNamed(user) || !isNamed(organization)) return false;
  const { email } = user;
  return (
    user['id'] === userId &&
    organization['id'] === organizationId &&
    (email === undefined || typeof email === 'string')
  );
}

function isNamed(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && isId(value['id']) && typeof value['name'] === 'string';
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
