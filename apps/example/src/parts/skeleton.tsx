import styles from './skeleton.module.css';

/** Grey lines in place of text that is loading; screen readers read the label instead. */
export function Skeleton({ lines, label }: { readonly lines: number; readonly label: string }) {
  return (
    <output className={styles.skeleton} data-loading>
      <span className="visually-hidden">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} aria-hidden="true" className={styles.line} />
      ))}
    </output>
  );
}
