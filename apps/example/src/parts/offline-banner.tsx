import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import styles from './offline-banner.module.css';

const subscribe = (listener: () => void): (() => void) => onlineManager.subscribe(listener);

/** Without a network, reads and writes wait: that is said once, not on every part of the page. */
export function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribe, () => onlineManager.isOnline());
  return (
    <output className={styles.banner}>
      {!isOnline && 'You are offline. What you open or change waits until the network is back.'}
    </output>
  );
}
