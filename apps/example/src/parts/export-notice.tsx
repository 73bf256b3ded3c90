import { useCloseClient, useCloseQuery } from '@closekit/react';
import { useMutation } from '@tanstack/react-query';
import { ProgressBar } from 'react-aria-components/ProgressBar';
import { setCurrentExport } from '../current-export.ts';
import { describeFailure } from '../describe-failure.ts';
import styles from './export-notice.module.css';

const pollMs = 500;

/** The progress of an export, visible on every screen, and a download button when it is done. */
export function ExportNotice({ id }: { readonly id: string }) {
  const close = useCloseClient();
  const found = useCloseQuery((read) => read.exports.get(id), {
    refetchInterval: ({ state }) => (isOver(state.data?.status) ? false : pollMs),
  });
  const download = useMutation({
    mutationFn: async () => {
      // The address is valid for about a minute, so it is fetched on demand.
      const { download_url: url } = await close.exports.get(id);
      if (url) location.assign(url);
    },
  });
  const { status, n_docs: total, n_docs_processed: processed } = found.data ?? {};
  const percent = total ? ((processed ?? 0) / total) * 100 : 0;
  const isDone = status === 'done';
  return (
    <section aria-label="Export" className={styles.notice}>
      <output>
        {found.isError ? describeFailure(found.error) : describeProgress(status, processed, total)}
      </output>
      {!isOver(status) && (
        <ProgressBar aria-label="Export" value={percent} isIndeterminate={!total} className={styles.bar}>
          <span style={{ width: `${percent}%` }} />
        </ProgressBar>
      )}
      {download.isError && <span role="alert">{describeFailure(download.error)}</span>}
      {isDone && (
        <button
          type="button"
          className="button button-primary"
          disabled={download.isPending}
          onClick={() => download.mutate()}
        >
          Download
        </button>
      )}
      <button type="button" className="button" onClick={() => setCurrentExport(undefined)}>
        {isOver(status) ? 'Dismiss' : 'Stop waiting'}
      </button>
    </section>
  );
}

function isOver(status: string | undefined): boolean {
  return status === 'done' || status === 'error';
}

function describeProgress(status: string | undefined, processed = 0, total?: number | null): string {
  const counted = (total ?? 0).toLocaleString('en-US');
  if (status === 'done') return `${counted} leads are ready.`;
  if (status === 'error') return 'Close could not finish the export.';
  return total
    ? `Exporting: ${processed.toLocaleString('en-US')} of ${counted} leads`
    : 'Starting the export…';
}
