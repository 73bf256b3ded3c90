import type { Activity } from '@closekit/client/models';
import { useCloseInfiniteQuery } from '@closekit/react';
import { describeActivity } from '../describe-activity.ts';
import { formatMoment } from '../format-date.ts';
import { FailureNotice } from './failure-notice.tsx';
import { Icon } from './icon.tsx';
import styles from './lead-timeline.module.css';
import { NoteForm } from './note-form.tsx';
import { Section } from './section.tsx';
import { Skeleton } from './skeleton.tsx';

/** The activities of a lead, newest first, with a form to add a note. */
export function LeadTimeline({ leadId }: { readonly leadId: string }) {
  const found = useCloseInfiniteQuery((read) => read.activities.list({ lead_id: [leadId], _limit: 20 }), {
    select: ({ pages }) => pages.flatMap((page) => page.data),
  });
  return (
    <Section title="Timeline">
      <NoteForm leadId={leadId} />
      {found.isPending && <Skeleton lines={3} label="Loading the timeline…" />}
      {found.isError && (
        <FailureNotice
          title={found.data ? 'Older entries could not be loaded.' : 'The timeline could not be loaded.'}
          error={found.error}
          onRetry={() => void (found.data ? found.fetchNextPage() : found.refetch())}
        />
      )}
      <ol className={styles.timeline} aria-label="Timeline">
        {found.data?.map((activity) => (
          <TimelineEntry key={activity.id} activity={activity} />
        ))}
      </ol>
      {found.hasNextPage && (
        <button
          type="button"
          className={`button ${styles.older}`}
          disabled={found.isFetchingNextPage}
          onClick={() => void found.fetchNextPage()}
        >
          {found.isFetchingNextPage ? 'Loading…' : 'Show older'}
        </button>
      )}
    </Section>
  );
}

function TimelineEntry({ activity }: { readonly activity: Activity }) {
  const { icon, title, text } = describeActivity(activity);
  const at = activity.activity_at ?? activity.date_created;
  return (
    <li className={styles.entry}>
      <span className={styles.icon}>
        <Icon name={icon} size={15} />
      </span>
      <p className={styles.title}>{title}</p>
      {text && <p className={styles.text}>{text}</p>}
      <p className={styles.soft}>
        {activity.user_name && `${activity.user_name} · `}
        <time dateTime={at}>{formatMoment(at)}</time>
      </p>
    </li>
  );
}
