import styles from './account.module.css';
import { Avatar } from './avatar.tsx';
import { Icon } from './icon.tsx';

/** The current organization and its user, as the label of a button. */
export function AccountLabel({
  organization,
  user,
}: {
  readonly organization: string;
  readonly user: string;
}) {
  return (
    <>
      <Avatar name={organization} />
      <span className={styles.names}>
        <span className={styles.organization}>{organization}</span>
        <span className={styles.user}>{user}</span>
      </span>
      <Icon name="down" size={16} />
    </>
  );
}
