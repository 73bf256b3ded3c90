import styles from './avatar.module.css';

/** Initials in a square (an organization) or a circle (a person), shown beside the name. */
export function Avatar({ name, round = false }: { readonly name: string; readonly round?: boolean }) {
  return (
    <span aria-hidden="true" className={round ? `${styles.avatar} ${styles.round}` : styles.avatar}>
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.match(/\p{Letter}+/gu) ?? [];
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0))
    .join('')
    .toUpperCase();
}
