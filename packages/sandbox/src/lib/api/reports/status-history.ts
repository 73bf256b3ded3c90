import { groupBy } from '../../base/group-by.ts';
import type { ActivityRow } from '../../model/rows/record-rows.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import { momentOf } from '../base/list-page.ts';
import type { Span } from '../query/date-span.ts';

/** A time in one status, which for the current status has no end. */
export interface StatusSpan extends Span {
  readonly statusId: string;
}

/** A lead or opportunity with the statuses it had, in order. */
export interface Tracked<T> {
  readonly row: T;
  readonly leadId: string;
  readonly spans: readonly StatusSpan[];
}

export interface WithStatus {
  readonly id: string;
  readonly lead_id?: string;
  readonly status_id: string;
  readonly date_created: string;
}

/** Leads or opportunities with their statuses, from the status changes on the timelines of the leads. */
export function trackStatuses<T extends WithStatus>(
  { activities }: OrganizationData,
  rows: readonly T[],
): Tracked<T>[] {
  const byLead = groupBy(rows, ({ id, lead_id: leadId = id }) => leadId);
  return [...byLead].flatMap(([leadId, siblings]) => {
    const changes = groupBy(activities.ofLead(leadId), ({ _type: type, own }) =>
      type === 'LeadStatusChange' ? leadId : type === 'OpportunityStatusChange' && own['opportunity_id'],
    );
    return siblings.map((row) => ({ row, leadId, spans: spansOf(row, changes.get(row.id) ?? []) }));
  });
}

/** The first status is that before the first change; the last one is that of the row. */
function spansOf({ status_id, date_created }: WithStatus, changes: readonly ActivityRow[]): StatusSpan[] {
  const steps = changes
    .map(({ activity_at, own }) => ({ start: momentOf(activity_at), own }))
    .toSorted((a, b) => a.start - b.start);
  const { old_status_id: first = status_id } = steps[0]?.own ?? {};
  const starts = [
    { start: momentOf(date_created), statusId: first },
    ...steps.map(({ start, own }) => ({ start, statusId: own['new_status_id'] })),
  ];
  return starts.map(({ start, statusId }, index) => {
    const next = starts[index + 1];
    return {
      statusId: next === undefined ? status_id : String(statusId),
      start,
      end: next?.start ?? Infinity,
    };
  });
}

/** The status right before a time; `null` before the first one. */
export function statusBefore(spans: readonly StatusSpan[], at: number): string | null {
  return spans.findLast(({ start }) => start < at)?.statusId ?? null;
}
