import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './empty-notice.module.css';

interface EmptyNoticeProps {
  readonly title?: string | undefined;
  readonly icon?: 'leads' | 'search' | 'opportunities' | undefined;
  readonly children?: ReactNode;
}

/** A notice for an empty list or screen. */
export function EmptyNotice({ title, icon = 'leads', children }: EmptyNoticeProps) {
  return (
    <div className={styles.notice}>
      <span className={styles.icon}>
        <Icon name={icon} size={22} />
      </span>
      {title !== undefined && <p className={styles.title}>{title}</p>}
      {children}
    </div>
  );
}
