import { CloseOAuthError } from '../../base/close-oauth-error.ts';

/**
 * Refuses a server that forgets: a replica, one that evicts keys, or one that keeps nothing on disk.
 *
 * @param info - What the server answers to INFO.
 * @param assumeDurable - Takes the caller's word for what the server does with its data.
 * @throws CloseOAuthError `store_unsuitable` with what to change.
 */
export function assertDurable(info: string, assumeDurable: boolean): void {
  const fields = new Map(info.split(/\r?\n/).map((line) => [line.split(':')[0], line.split(':')[1]]));
  if (fields.get('role') === 'slave') {
    throw unsuitable('is a replica, which may be behind. Connect to the primary');
  }
  if (assumeDurable) return;
  const evicts = fields.get('maxmemory_policy')?.startsWith('allkeys-') && fields.get('maxmemory') !== '0';
  if (evicts) {
    throw unsuitable('drops keys when its memory is full. Set maxmemory-policy to noeviction');
  }
  if (fields.get('aof_enabled') === '0') {
    throw unsuitable(
      'forgets what it has not saved. Set appendonly to yes and appendfsync to always, or pass assumeDurable if it keeps every confirmed write in another way',
    );
  }
}

function unsuitable(what: string): CloseOAuthError {
  return new CloseOAuthError('store_unsuitable', `This Redis ${what}.`);
}
