import { groupBy } from '../../base/group-by.ts';
import type { ActivityRow } from '../../model/rows/activity-row.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { StoredRow } from '../../model/rows/authorship.ts';
import { momentOf } from '../base/filter-rows.ts';

/** A time in one status. The end, in milliseconds since 1970, is infinite for the current status. */
export interface StatusSpan {
  readonly statusId: string;
  readonly from: number;
  readonly to: number;
}

/** A lead or opportunity with the statuses it had, in order. */
export interface Tracked<T> {
  readonly row: T;
  readonly leadId: string;
  readonly spans: readonly StatusSpan[];
}

interface WithStatus extends Pick<StoredRow, 'date_created'> {
  readonly id: string;
  status_id: string;
}

/** The leads with their statuses, from the status changes on their timelines. */
export function trackLeads<T extends WithStatus>(data: OrganizationData, rows: readonly T[]): Tracked<T>[] {
  return rows.map((row) => {
    const changes = data.activities.ofLead(row.id).filter(({ _type: type }) => type === 'LeadStatusChange');
    return { row, leadId: row.id, spans: spansOf(row, changes) };
  });
}

/** The opportunities with their statuses, from the status changes on the timelines of their leads. */
export function trackOpportunities<T extends WithStatus & { lead_id: string }>(
  data: OrganizationData,
  rows: readonly T[],
): Tracked<T>[] {
  return [...groupBy(rows, ({ lead_id }) => lead_id)].flatMap(([leadId, siblings]) => {
    const all = data.activities
      .ofLead(leadId)
      .filter(({ _type: type }) => type === 'OpportunityStatusChange');
    const changes = groupBy(all, ({ own }) => own['opportunity_id']);
    return siblings.map((row) => ({ row, leadId, spans: spansOf(row, changes.get(row.id) ?? []) }));
  });
}

/** The first status is that before the first change; the last one is that of the row. */
function spansOf({ status_id, date_created }: WithStatus, changes: readonly ActivityRow[]): StatusSpan[] {
  const steps = changes
    .map(({ activity_at, own }) => ({ at: momentOf(activity_at), own }))
    .toSorted((a, b) => a.at - b.at);
  const { old_status_id: first = status_id } = steps[0]?.own ?? {};
  const starts = [
    { at: momentOf(date_created), statusId: String(first) },
    ...steps.map(({ at, own }) => ({ at, statusId: String(own['new_status_id']) })),
  ];
  return starts.map(({ at, statusId }, index) => ({
    statusId: index === starts.length - 1 ? status_id : statusId,
    from: at,
    to: starts[index + 1]?.at ?? Number.POSITIVE_INFINITY,
  }));
}

/** The status right before a time; `null` before the first one. */
export function statusBefore(spans: readonly StatusSpan[], at: number): string | null {
  return spans.findLast(({ from }) => from < at)?.statusId ?? null;
}
