import { describeTokenEvent } from '../describe-token-event.ts';
import type { ActivityEntry } from '../hooks/use-demo-activity.ts';
import styles from './token-log.module.css';

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shown = 20;

/** What the plot shows, in words, the newest first. Calls that went well are left out. */
export function TokenLog({ entries }: { readonly entries: readonly ActivityEntry[] }) {
  const told = entries.flatMap((entry, index) => {
    const text = describeTokenEvent(entry);
    return text ? [{ ...entry, text, key: `${entry.at}-${index}` }] : [];
  });
  return (
    // A log is read aloud as it grows; with a list inside it can also be walked.
    <div role="log" aria-label="Activity" className={styles.log}>
      {told.length === 0 && <p>Nothing yet.</p>}
      <ol>
        {told
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
