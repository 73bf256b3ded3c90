import type { GrantStatus } from '@closekit/oauth';

/** Whether a grant was revoked or never existed. One that needs reauthorization is still a connection. */
export function isDisconnected({ status }: Pick<GrantStatus, 'status'>): boolean {
  return status === 'revoked' || status === 'absent';
}
