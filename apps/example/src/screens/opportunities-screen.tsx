import type { Pipeline } from '@closekit/client/models';
import { useCloseQuery } from '@closekit/react';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import { useSearchParams } from 'wouter';
import { useStageTotals } from '../hooks/use-stage-totals.ts';
import { later } from '../load-ahead.ts';
import { EmptyNotice } from '../parts/empty-notice.tsx';
import { FailureNotice } from '../parts/failure-notice.tsx';
import { PageTitle } from '../parts/page-title.tsx';
import { PipelineBoard } from '../parts/pipeline-board.tsx';
import { PipelineTotals } from '../parts/pipeline-totals.tsx';
import { Select } from '../parts/select.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import styles from './opportunities-screen.module.css';

const PipelineForecast = later(async () => (await import('../parts/pipeline-forecast.tsx')).PipelineForecast);

/** The pipelines of the organization, one at a time. Pipeline and view are stored in the address. */
export function OpportunitiesScreen() {
  const pipelines = useCloseQuery((read) => read.pipelines.list(), { staleTime: 300_000 });
  const [parameters, setParameters] = useSearchParams();
  const choose = (name: string, value: string): void =>
    setParameters((before) => ({ ...Object.fromEntries(before), [name]: value }), { replace: true });
  const all = pipelines.data?.data ?? [];
  const shown = all.find(({ id }) => id === parameters.get('pipeline')) ?? all[0];
  if (shown) {
    const view = parameters.get('view') ?? 'board';
    return (
      <PipelineView key={shown.id} pipeline={shown} view={view} onView={(next) => choose('view', next)}>
        {all.length > 1 && (
          <Select
            label="Pipeline"
            options={all.map(({ id, name }) => ({ id, label: name }))}
            value={shown.id}
            onChange={(id) => choose('pipeline', id)}
          />
        )}
      </PipelineView>
    );
  }
  return (
    <div className={styles.notice}>
      <PageTitle title="Opportunities" />
      {pipelines.isPending && <Skeleton lines={8} label="Loading the pipeline…" />}
      {pipelines.isLoadingError && (
        <FailureNotice
          title="The pipelines could not be loaded."
          error={pipelines.error}
          onRetry={() => void pipelines.refetch()}
        />
      )}
      {pipelines.isSuccess && <EmptyNotice title="This organization has no pipeline" />}
    </div>
  );
}

interface PipelineViewProps {
  readonly pipeline: Pipeline;
  readonly view: string;
  readonly onView: (view: string) => void;
  /** Shown beside the tabs. */
  readonly children: ReactNode;
}

/** A pipeline as a board or as a forecast. */
function PipelineView({ pipeline, view, onView, children }: PipelineViewProps) {
  const totals = useStageTotals(pipeline.statuses);
  return (
    <Tabs className={styles.screen} selectedKey={view} onSelectionChange={(key) => onView(String(key))}>
      <header className={styles.head}>
        <PageTitle title="Opportunities" />
        <TabList className={styles.tabs} aria-label="View">
          <Tab id="board" className={styles.tab}>
            Board
          </Tab>
          <Tab id="forecast" className={styles.tab}>
            Forecast
          </Tab>
        </TabList>
        <div className={styles.choice}>{children}</div>
        <PipelineTotals totals={totals} />
      </header>
      <TabPanel id="board" className={styles.panel}>
        <PipelineBoard name={pipeline.name} totals={totals} />
      </TabPanel>
      <TabPanel id="forecast" className={styles.panel}>
        <Suspense fallback={<Skeleton lines={8} label="Loading the charts…" />}>
          <PipelineForecast totals={totals} />
        </Suspense>
      </TabPanel>
    </Tabs>
  );
}
