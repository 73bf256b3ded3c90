import { useCloseQuery } from '@closekit/react';
import { useId } from 'react';
import { useSearchParams } from 'wouter';
import { EmptyNotice } from '../parts/empty-notice.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { StageColumn } from '../parts/stage-column.tsx';
import styles from './opportunities-screen.module.css';

/** A pipeline as columns: one per stage, each with its own count and value from Close. */
export function OpportunitiesScreen() {
  const pipelines = useCloseQuery((read) => read.pipelines.list(), { staleTime: 300_000 });
  const [parameters, setParameters] = useSearchParams();
  const all = pipelines.data?.data ?? [];
  const shown = all.find(({ id }) => id === parameters.get('pipeline')) ?? all[0];
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <PageTitle title="Opportunities" />
        {shown && all.length > 1 && (
          <PipelineChoice
            pipelines={all}
            value={shown.id}
            onChange={(pipeline) => setParameters({ pipeline }, { replace: true })}
          />
        )}
      </header>
      {pipelines.isPending && <Skeleton lines={8} label="Loading the pipeline…" />}
      {pipelines.isLoadingError && (
        <div className={styles.notice}>
          <FailureNotice
            title="The pipelines could not be loaded."
            error={pipelines.error}
            onRetry={() => void pipelines.refetch()}
          />
        </div>
      )}
      {pipelines.isSuccess && !shown && <EmptyNotice title="This organization has no pipeline" />}
      {shown && (
        <section className={styles.board} aria-label={`Stages of ${shown.name}`}>
          {shown.statuses.map((stage) => (
            <StageColumn key={stage.id} stage={stage} />
          ))}
        </section>
      )}
    </div>
  );
}

interface PipelineChoiceProps {
  readonly pipelines: readonly { readonly id: string; readonly name: string }[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

function PipelineChoice({ pipelines, value, onChange }: PipelineChoiceProps) {
  const id = useId();
  return (
    <div className={styles.choice}>
      <label htmlFor={id}>Pipeline</label>
      <select
        id={id}
        className="input"
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {pipelines.map((pipeline) => (
          <option key={pipeline.id} value={pipeline.id}>
            {pipeline.name}
          </option>
        ))}
      </select>
    </div>
  );
}
