import type { ReactNode } from 'react';
import styles from './status-badge.module.css';

interface StatusBadgeProps {
  readonly children: ReactNode;
  readonly tone?: 'neutral' | 'progress' | 'positive' | 'negative' | undefined;
}

/** A status. The colour only repeats the word. */
export function StatusBadge({ children, tone = 'neutral' }: StatusBadgeProps) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}
