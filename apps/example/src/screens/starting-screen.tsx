import { Wordmark } from '../parts/wordmark.tsx';
import styles from './starting-screen.module.css';

/** Shown until the session is known. */
export function StartingScreen() {
  return (
    <main className={styles.screen}>
      <Wordmark />
      <output className="visually-hidden">Starting…</output>
    </main>
  );
}
