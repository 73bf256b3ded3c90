import { assertText } from '../base/assert-text.ts';
import { isWellFormed } from '../base/is-well-formed.ts';

/** Identifies a grant: one user of one organization. */
export interface GrantId {
  /** The Close organization. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;
}

/** The key of a grant's record, unique for its organization and user. */
export function grantKey(id: GrantId): string {
  return `${encodeURIComponent(id.organizationId)}/${encodeURIComponent(id.userId)}`;
}

/** Parses the key of a record; `undefined` when it is not the key of a grant. */
export function parseGrantKey(key: string): GrantId | undefined {
  try {
    const [organizationId = '', userId = '', ...rest] = key.split('/').map(decodeURIComponent);
    return organizationId === '' || userId === '' || rest.length > 0 ? undefined : { organizationId, userId };
  } catch {
    return undefined;
  }
}

/**
 * Checks the id of a grant.
 *
 * @throws TypeError that names the wrong member.
 */
export function assertGrantId(id: GrantId, caller: string = 'grant'): void {
  for (const member of ['organizationId', 'userId'] as const) {
    const value: unknown = id?.[member];
    assertText(value, caller, member);
    if (isWellFormed(value)) continue;
    throw new TypeError(`${caller}: \`${member}\` must be well-formed text, without lone surrogates.`);
  }
}
