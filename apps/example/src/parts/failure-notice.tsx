import { describeFailure, needsConnection } from '../describe-failure.ts';
import styles from './failure-notice.module.css';

interface FailureNoticeProps {
  /** What did not work, as a short sentence. */
  readonly title: string;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** A failure in words, with the way out: try again. A lost connection has its own way out, above every screen. */
export function FailureNotice({ title, error, onRetry }: FailureNoticeProps) {
  return (
    <div role="alert" className={styles.notice}>
      <p className={styles.title}>{title}</p>
      <p>{describeFailure(error)}</p>
      {onRetry && !needsConnection(error) && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
