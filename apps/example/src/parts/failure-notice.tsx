import { useCloseAuth } from '@closekit/react';
import { describeFailure, needsConnection } from '../describe-failure.ts';
import styles from './failure-notice.module.css';

interface FailureNoticeProps {
  /** What did not work, as a short sentence. */
  readonly title: string;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** A failure in words, with the way out: try again, or connect again. */
export function FailureNotice({ title, error, onRetry }: FailureNoticeProps) {
  const auth = useCloseAuth();
  const reconnect = needsConnection(error);
  return (
    <div role="alert" className={styles.notice}>
      <p className={styles.title}>{title}</p>
      <p>{describeFailure(error)}</p>
      {reconnect && (
        <button type="button" className="button" onClick={() => auth.signIn()}>
          Connect again
        </button>
      )}
      {!reconnect && onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
