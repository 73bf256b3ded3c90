import { useCloseMutation } from '@closekit/react';
import { setCurrentExport } from '../current-export.ts';
import type { LeadQueryFilter } from '../lead-query.ts';
import { leadSearch } from '../lead-search.ts';
import styles from './export-button.module.css';
import { FailureNotice } from './failure-notice.tsx';
import { Icon } from './icon.tsx';

/** Starts an export of the filtered leads at Close. `ExportNotice` shows its progress. */
export function ExportButton({ filter }: { readonly filter: LeadQueryFilter }) {
  const create = useCloseMutation((write) => write.exports.createLead());
  const start = (): void =>
    create.mutate(
      { body: { type: 'leads', format: 'csv', send_done_email: false, s_query: leadSearch(filter) } },
      { onSuccess: ({ id }) => setCurrentExport(id) },
    );
  return (
    <>
      <button
        type="button"
        className={styles.button}
        aria-label="Export these leads as CSV"
        title="Export these leads as CSV"
        disabled={create.isPending}
        onClick={start}
      >
        <Icon name="import" size={17} />
      </button>
      {create.isError && <FailureNotice title="The export did not start." error={create.error} />}
    </>
  );
}
