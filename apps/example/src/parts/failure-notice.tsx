import { isConnectionLost } from '@closekit/react';
import { describeFailure } from '../describe-failure.ts';
import styles from './failure-notice.module.css';

interface FailureNoticeProps {
  /** The failed action, as a short sentence. */
  readonly title: string;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/**
 * Describes a failure and offers a retry. For a lost connection, the banner above every screen offers to
 * reconnect.
 */
export function FailureNotice({ title, error, onRetry }: FailureNoticeProps) {
  return (
    <div role="alert" className={styles.notice}>
      <p className={styles.title}>{title}</p>
      <p>{describeFailure(error)}</p>
      {onRetry && !isConnectionLost(error) && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
