import { storeUnsuitable } from '../../record/store-unsuitable.ts';

/** The facts about a server besides its INFO. */
export interface RedisDurability {
  /** Accepts any server but a replica. */
  readonly assumeDurable: boolean;
  /** The setting `appendfsync`; `undefined` when the server does not reveal it. */
  readonly appendFsync: string | undefined;
}

/**
 * Refuses a server that loses writes: a replica, or one that evicts keys, has no append-only file, or confirms
 * writes before they are on disk.
 *
 * @param info - The reply to INFO.
 * @throws CloseOAuthError `store_unsuitable`.
 */
export function assertDurable(info: string, { assumeDurable, appendFsync }: RedisDurability): void {
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
  const aofEnabled = fields.get('aof_enabled');
  if (aofEnabled === '0') {
    throw storeUnsuitable(
      'This Redis loses confirmed writes in a crash. Set appendonly to yes and appendfsync to always, or set `assumeDurable` if it keeps them in another way.',
    );
  }
  if (aofEnabled === '1' && appendFsync !== 'always') {
    const setting =
      appendFsync === undefined ? 'does not reveal appendfsync' : `has appendfsync ${appendFsync}`;
    throw storeUnsuitable(
      `This Redis ${setting}, and may lose confirmed writes in a crash. Set appendfsync to always, or set \`assumeDurable\` if it keeps them in another way.`,
    );
  }
}
