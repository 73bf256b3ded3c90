import type { CloseOrganization } from '@closekit/react';
import { useId } from 'react';
import { useDisconnect } from '../hooks/use-disconnect.ts';
import styles from './disconnect-dialog.module.css';
import { FailureNotice } from './failure-notice.tsx';

interface DisconnectDialogProps {
  readonly organization: CloseOrganization;
  readonly onClose: () => void;
}

/** Asks the user to confirm a disconnect, and shows whether it has failed. */
export function DisconnectDialog({ organization, onClose }: DisconnectDialogProps) {
  const disconnect = useDisconnect(organization.id);
  const [title, text] = [useId(), useId()];
  return (
    <dialog
      ref={showModal}
      role="alertdialog"
      aria-labelledby={title}
      aria-describedby={text}
      className={styles.dialog}
      onClose={onClose}
    >
      <h2 id={title} className={styles.title}>
        Disconnect {organization.name} from Close?
      </h2>
      <p id={text}>
        This app loses access to {organization.name} in all of your browsers, and its work in the background
        stops. Your data at Close stays as it is, and you can connect again at any time.
      </p>
      {disconnect.isError && <FailureNotice title="Disconnecting failed." error={disconnect.error} />}
      <div className={styles.actions}>
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button
          type="button"
          className="button button-danger"
          disabled={disconnect.isPending}
          onClick={() => disconnect.mutate(undefined, { onSuccess: onClose })}
        >
          Disconnect
        </button>
      </div>
    </dialog>
  );
}

function showModal(dialog: HTMLDialogElement | null): void {
  if (dialog?.open === false) dialog.showModal();
}
