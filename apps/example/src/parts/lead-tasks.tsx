import type { Task } from '@closekit/client/models';
import { optimistic, useCloseMutation, useCloseQuery } from '@closekit/react';
import { formatDate } from '../format-date.ts';
import styles from './card-list.module.css';
import { FailureNotice } from './failure-notice.tsx';
import { Section } from './section.tsx';
import { Skeleton } from './skeleton.tsx';
import { TaskForm } from './task-form.tsx';

/** The tasks of a lead. A tick shows at once, and is undone when Close refuses it. */
export function LeadTasks({ leadId }: { readonly leadId: string }) {
  const tasks = useCloseQuery((read) => read.tasks.list({ lead_id: leadId, _limit: 50 }), {
    select: (page) => page.data.toSorted(byUrgency),
  });
  const complete = useCloseMutation((write) => optimistic(write.tasks.update()));
  return (
    <Section title="Tasks" count={tasks.data?.filter((task) => !task.is_complete).length}>
      {tasks.isPending && <Skeleton lines={2} label="Loading tasks…" />}
      {tasks.isLoadingError && (
        <FailureNotice
          title="The tasks could not be loaded."
          error={tasks.error}
          onRetry={() => void tasks.refetch()}
        />
      )}
      {complete.isError && (
        <FailureNotice
          title="The task was not changed."
          error={complete.error}
          onRetry={() => complete.mutate(complete.variables)}
        />
      )}
      {tasks.data !== undefined && tasks.data.length > 0 && (
        <ul className={styles.list}>
          {tasks.data.map((task) => (
            <TaskRow
              key={task.id}
              task={task}
              onChange={(done) => complete.mutate({ id: task.id, body: { is_complete: done } })}
            />
          ))}
        </ul>
      )}
      <TaskForm leadId={leadId} />
    </Section>
  );
}

function TaskRow({ task, onChange }: { readonly task: Task; readonly onChange: (done: boolean) => void }) {
  return (
    <li className={styles.item}>
      <label className={styles.task} data-done={task.is_complete}>
        <input
          type="checkbox"
          checked={task.is_complete}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
        <span>{task.text}</span>
      </label>
      <p className={styles.soft}>
        {[task.assigned_to_name, task.date && formatDate(task.date)].filter(Boolean).join(' · ')}
      </p>
    </li>
  );
}

/** Open tasks first, then by due date. */
function byUrgency(a: Task, b: Task): number {
  return Number(a.is_complete) - Number(b.is_complete) || (a.date ?? '').localeCompare(b.date ?? '');
}
