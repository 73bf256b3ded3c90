import { storeUnsuitable } from '../../record/store-unsuitable.ts';

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
    throw storeUnsuitable('This Redis is a replica, which may be behind. Connect to the primary.');
  }
  if (assumeDurable) return;
  const evicts = fields.get('maxmemory_policy')?.startsWith('allkeys-') && fields.get('maxmemory') !== '0';
  if (evicts) {
    throw storeUnsuitable(
      'This Redis evicts keys when its memory is full. Set maxmemory-policy to noeviction.',
    );
  }
  if (fields.get('aof_enabled') === '0') {
    throw storeUnsuitable(
      'This Redis loses confirmed writes in a crash. Set appendonly to yes and appendfsync to always, or set `assumeDurable` if it keeps them in another way.',
    );
  }
}
