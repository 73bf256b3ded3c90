import { Wordmark } from '../parts/wordmark.tsx';
import styles from './starting-screen.module.css';

/** The moment before it is known who is connected. */
export function StartingScreen() {
  return (
    <main className={styles.screen}>
      <Wordmark />
      <output className="visually-hidden">Starting…</output>
    </main>
  );
}
