import type { Grant } from '@closekit/oauth';
import { isRecord } from '../base/is-record.ts';
import type { HandlerConfig } from '../config/handler-config.ts';
import { sendUpstream } from '../proxy/send-upstream.ts';
import type { SessionProfile } from '../stores/session-store.ts';

const timeoutMs = 3000;

/**
 * Reads the names of the user and the organization from Close. `null` when that fails: a login does not
 * depend on them.
 *
 * @see https://developer.close.com/resources/users/
 */
export async function fetchProfile(config: HandlerConfig, grant: Grant): Promise<SessionProfile | null> {
  // Covers the body too: a slow response must not delay the login.
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await sendUpstream(config, {
      url: `${config.apiOrigin}/api/v1/me/`,
      token: await grant.get({ signal }),
      headers: { accept: 'application/json' },
      signal,
    });
    // Always read: an unread body keeps its connection busy.
    const body = await response.text();
    return response.ok ? parseProfile(grant, JSON.parse(body)) : null;
  } catch {
    return null;
  }
}

/** The ids as names, until Close has returned the names. */
export function unnamedProfile({
  organizationId,
  userId,
}: Pick<Grant, 'organizationId' | 'userId'>): SessionProfile {
  return { user: { id: userId, name: userId }, organization: { id: organizationId, name: organizationId } };
}

/** The ids come from the grant; the response only adds the names. */
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
