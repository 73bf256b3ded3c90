import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import styles from './offline-banner.module.css';

const subscribe = (listener: () => void): (() => void) => onlineManager.subscribe(listener);

/** Shown while there is no network. Reads and writes wait until it is back. */
export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => onlineManager.isOnline());
  return (
    <output className={styles.banner}>
      {!isOnline && 'You are offline. Requests and changes wait until the network is back.'}
    </output>
  );
}
