import { describeTokenEvent } from '../describe-token-event.ts';
import type { ActivityEntry } from '../hooks/use-demo-activity.ts';
import styles from './token-log.module.css';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shown = 20;

/** The entries of the plot in words, newest first. Successful calls are left out. */
export function TokenLog({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  const lines = entries.flatMap((entry, index) => {
    const text = describeTokenEvent(entry);
    return text ? [{ ...entry, text, key: `${entry.at}-${index}` }] : [];
  });
  return (
    // Screen readers announce new entries of a log; the list inside it can be navigated.
    <div role="log" aria-label="Activity" className={styles.log}>
      {lines.length === 0 && <p>Nothing yet.</p>}
      <ol>
        {lines
          .slice(-shown)
          .toReversed()
          .map(({ at, text, kind, key }) => (
            <li key={key} data-kind={kind}>
              <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time> <span>{text}</span>
            </li>
          ))}
      </ol>
    </div>
  );
}
