import icon from '../icon.svg';
import styles from './wordmark.module.css';

export function Wordmark() {
  return (
    <span className={styles.wordmark}>
      <img src={icon} alt="" width="24" height="24" />
      CloseKit
    </span>
  );
}
