import type { Grant } from '@closekit/oauth';
import { isRecord } from '../base/is-record.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { sendUpstream } from '../proxy/send-upstream.ts';
import type { SessionProfile } from '../stores/session-store.ts';

const timeoutMs = 3000;

/**
 * Asks Close for the names of the user and the organization. Null when that fails: signing in does not depend on it.
 *
 * @see https://developer.close.com/resources/users/
 */
export async function fetchProfile(config: HandlerConfig, grant: Grant): Promise<SessionProfile | null> {
  // Covers the body too: a reply that trickles in must not hold up the login.
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await sendUpstream(config, {
      url: `${config.apiOrigin}/api/v1/me/`,
      token: await grant.get({ signal }),
      headers: new Headers({ accept: 'application/json' }),
      signal,
    });
    // Read in any case: an unread body keeps its connection busy.
    const body = await response.text();
    return response.ok ? parseProfile(grant, JSON.parse(body)) : null;
  } catch {
    return null;
  }
}

/** Names to show while Close has not told any: the ids. */
export function unnamedProfile({
  organizationId,
  userId,
}: Pick<Grant, 'organizationId' | 'userId'>): SessionProfile {
  return { user: { id: userId, name: userId }, organization: { id: organizationId, name: organizationId } };
}

/** The ids are the grant's; the reply only names them. */
function parseProfile(grant: Grant, me: unknown): SessionProfile | null {
  if (!isRecord(me)) return null;
  const organizations = Array.isArray(me['organizations']) ? me['organizations'] : [];
  const organization: unknown = organizations.find(
    (one) => isRecord(one) && one['id'] === grant.organizationId,
  );
  const organizationName = isRecord(organization) ? text(organization['name']) : '';
  const email = text(me['email']);
  const name = [text(me['first_name']), text(me['last_name'])].filter(Boolean).join(' ');
  return {
    user: { id: grant.userId, name: name || email || grant.userId, ...(email && { email }) },
    organization: { id: grant.organizationId, name: organizationName || grant.organizationId },
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
