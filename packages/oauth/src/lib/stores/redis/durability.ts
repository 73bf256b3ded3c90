import { CloseOAuthError } from '../../base/close-oauth-error.ts';

/**
 * Refuses a server that loses writes: a replica, or one that evicts keys or has no append-only file.
 *
 * @param info - The reply to INFO.
 * @param assumeDurable - Accepts any server but a replica.
 * @throws CloseOAuthError `store_unsuitable`.
 */
export function assertDurable(info: string, assumeDurable: boolean): void {
  const fields = new Map(info.split(/\r?\n/).map((line) => [line.split(':')[0], line.split(':')[1]]));
  if (fields.get('role') === 'slave') {
    throw unsuitable('is a replica, which may be behind. Connect to the primary');
  }
  if (assumeDurable) return;
  const evicts = fields.get('maxmemory_policy')?.startsWith('allkeys-') && fields.get('maxmemory') !== '0';
  if (evicts) {
    throw unsuitable('evicts keys when its memory is full. Set maxmemory-policy to noeviction');
  }
  if (fields.get('aof_enabled') === '0') {
    throw unsuitable(
      'loses confirmed writes in a crash. Set appendonly to yes and appendfsync to always, or set `assumeDurable` if it keeps them in another way',
    );
  }
}

function unsuitable(what: string): CloseOAuthError {
  return new CloseOAuthError('store_unsuitable', `This Redis ${what}.`);
}
