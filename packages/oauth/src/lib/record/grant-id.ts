import { assertText } from '../base/assert-text.ts';

/** Names a connection: one user of one organization. */
export interface GrantId {
  /** The Close organization. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;
}

/**
 * @param id - Names the connection.
 * @returns The key of its record, the same for the same connection and no other.
 */
export function grantKey(id: GrantId): string {
  return `${encodeURIComponent(id.organizationId)}/${encodeURIComponent(id.userId)}`;
}

/**
 * @param key - The key of a record.
 * @returns Whose it is, or undefined when no grant has such a key.
 */
export function parseGrantKey(key: string): GrantId | undefined {
  try {
    const [organizationId = '', userId = '', ...rest] = key.split('/').map(decodeURIComponent);
    return organizationId === '' || userId === '' || rest.length > 0 ? undefined : { organizationId, userId };
  } catch {
    return undefined;
  }
}

/**
 * Checks the argument of `oauth.grant`.
 *
 * @throws TypeError that names the missing member.
 */
export function assertGrantId(id: GrantId): void {
  for (const member of ['organizationId', 'userId'] as const) assertText(id?.[member], 'grant', member);
}
