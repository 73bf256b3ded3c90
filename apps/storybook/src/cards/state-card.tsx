import type { ReactNode } from 'react';
import styles from './state-card.module.css';

/** Props of {@link StateCard}. */
export interface StateCardProps {
  /** The hook, as it is called. */
  readonly title: string;
  /** Returned values by name; undefined values are left out. */
  readonly facts: Readonly<Record<string, ReactNode>>;
  /** Buttons for its actions. */
  readonly children?: ReactNode;
}

/** Shows the result of a hook, one line per value. */
export function StateCard({ title, facts, children }: StateCardProps): ReactNode {
  const shown = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null);
  return (
    <div className={styles['card']}>
      <h2 className={styles['title']}>
        <code>{title}</code>
      </h2>
      <dl className={styles['facts']}>
        {shown.map(([name, value]) => (
          <div key={name} className={styles['fact']}>
            <dt>{name}</dt>
            <dd data-fact={name}>{typeof value === 'boolean' ? String(value) : value}</dd>
          </div>
        ))}
      </dl>
      {children && <div className={styles['actions']}>{children}</div>}
    </div>
  );
}
