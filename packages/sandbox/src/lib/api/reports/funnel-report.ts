import { sumOf } from '../../base/group-by.ts';
import type { OpportunityRow, OpportunityStatusRow } from '../../model/rows/record-rows.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/api-call.ts';
import { momentOf } from '../base/list-page.ts';
import { annualize, expectedValue } from '../render/records.ts';
import { addUnits, isUnit } from '../query/date-span.ts';
import type { Span } from '../query/date-span.ts';
import { isIn, leadsOfBody, requiredSpan, spanOfBody, usersOf } from './report-scope.ts';
import { trackStatuses } from './status-history.ts';
import type { Tracked } from './status-history.ts';

/** An opportunity with its statuses up to the end of the reported time. */
interface Deal extends Tracked<OpportunityRow> {
  readonly outcome: OpportunityStatusRow['type'] | undefined;
  /** The place of the last stage that it has reached. */
  readonly place: number;
}

type Stages = readonly OpportunityStatusRow[];

export function reportFunnelStages(call: ApiCall): object {
  return reportFunnel(call, (deals, stages) => ({
    stages: stages.map((stage, place) => stageFigures(deals, stage, [place, stages.length])),
  }));
}

export function reportFunnelTotals(call: ApiCall): object {
  return reportFunnel(call, totals);
}

function reportFunnel(call: ApiCall, figures: (deals: readonly Deal[], stages: Stages) => object): object {
  const { opportunityStatuses, pipelines } = call.data;
  const { pipeline } = call.body;
  checkField(pipelines.get(String(pipeline)) !== undefined, 'pipeline', 'This pipeline does not exist');
  const statuses = opportunityStatuses.all().filter(({ pipeline_id }) => pipeline_id === pipeline);
  const stages = statuses.filter(({ type }) => type !== 'lost');
  const users = usersOf(call);
  const deals = dealsOf(call, statuses).filter(({ row }) => users.includes(row.user_id));
  const ofUser = (id: string): readonly Deal[] => deals.filter(({ row }) => row.user_id === id);
  return {
    aggregations: figures(deals, stages),
    data: users.map((id) => ({ user_id: id, ...figures(ofUser(id), stages) })),
  };
}

/** The opportunities of a pipeline that were created, or were in an active stage, in a time. */
function dealsOf(call: ApiCall, statuses: Stages): Deal[] {
  const { body, data } = call;
  const { start, end } = reportedSpan(call);
  const cohort =
    body['type'] === 'active-stage-cohort'
      ? undefined
      : requiredSpan(call, 'cohort_relative_range', 'cohort_datetime_range');
  const isOfLead = leadsOfBody(call);
  const typeOf = new Map(statuses.map(({ id, type }) => [id, type]));
  const places = statuses.filter(({ type }) => type !== 'lost').map(({ id }) => id);
  const isOfCohort = ({ row, spans }: Tracked<OpportunityRow>): boolean =>
    cohort === undefined
      ? spans.some((own) => typeOf.get(own.statusId) === 'active' && own.start < end && own.end > start)
      : isIn(cohort, momentOf(row.date_created));
  const rows = data.opportunities
    .all()
    .filter(({ status_id, lead_id }) => typeOf.has(status_id) && isOfLead(lead_id));
  return trackStatuses(data, rows)
    .filter(isOfCohort)
    .map((tracked) => {
      const spans = tracked.spans.filter((own) => own.start < end);
      const place = Math.max(-1, ...spans.map(({ statusId }) => places.indexOf(statusId)));
      return { ...tracked, spans, place, outcome: typeOf.get(spans.at(-1)?.statusId ?? '') };
    })
    .filter(({ spans }) => spans.length > 0);
}

/** The reported time, or the time to compare it with. */
function reportedSpan(call: ApiCall): Span {
  const { compared_datetime_range: shift } = call.body;
  const compared = spanOfBody(call, 'compared_relative_range', 'compared_custom_range');
  if (compared !== undefined) return compared;
  const span = requiredSpan(call, 'report_relative_range', 'report_datetime_range');
  const unit = String(shift).replace('same-days-last-', '');
  if (!isUnit(unit)) return span;
  return { start: addUnits(span.start, unit, -1), end: addUnits(span.end, unit, -1) };
}

/** A deal has reached a stage if it was in that stage or a later one. */
function stageFigures(
  deals: readonly Deal[],
  { id, label, type }: OpportunityStatusRow,
  [index, count]: readonly [index: number, count: number],
): object {
  const reached = deals.filter(({ place }) => place >= index);
  const next = reached.filter(({ place }) => place > index);
  const lost = reached.filter(({ place, outcome }) => place === index && outcome === 'lost');
  const stays = next
    .flatMap(({ spans }) => spans.filter(({ statusId, end }) => statusId === id && Number.isFinite(end)))
    .map(({ start, end }) => end - start);
  const share = (part: number, whole: number): number | null =>
    index === count - 1 ? null : percent(part, whole);
  const [value, weighted] = [valueOf(reached), weightedValueOf(reached)];
  return {
    status: { id, label, type },
    count: reached.length,
    count_conversion_rate: share(next.length, reached.length),
    count_lost: lost.length,
    count_lost_ratio: share(lost.length, reached.length),
    average_time_to_advance: averageSeconds(stays),
    value,
    value_conversion_rate: share(valueOf(next), value),
    value_lost: valueOf(lost),
    value_lost_ratio: share(valueOf(lost), value),
    weighted_value: weighted,
    weighted_value_conversion_rate: share(weightedValueOf(next), weighted),
  };
}

function totals(deals: readonly Deal[]): object {
  const won = deals.filter(({ outcome }) => outcome === 'won');
  const complete = deals.filter(({ outcome }) => outcome !== 'active');
  const seconds = averageSeconds(won.map(({ spans }) => (spans.at(-1)?.start ?? 0) - (spans[0]?.start ?? 0)));
  const annualized = sumOf(won, ({ row }) => annualize(row, row.value));
  return {
    count: deals.length,
    count_total_complete: complete.length,
    count_total_won: won.length,
    count_win_rate: percent(won.length, complete.length) ?? 0,
    value_total_complete: valueOf(complete),
    value_total_won: valueOf(won),
    value_win_rate: percent(valueOf(won), valueOf(complete)) ?? 0,
    average_time_to_win: seconds,
    average_value_annualized_per_won_opportunity: Math.round(annualized / Math.max(1, won.length)),
    // Won value per day of an average deal.
    sales_velocity: seconds ? Math.round((annualized * 86_400) / seconds) : 0,
  };
}

function valueOf(deals: readonly Deal[]): number {
  return sumOf(deals, ({ row }) => row.value);
}

function weightedValueOf(deals: readonly Deal[]): number {
  return sumOf(deals, ({ row }) => expectedValue(row));
}

/** A share in percent with one decimal; `null` of nothing. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 10;
}

function averageSeconds(times: readonly number[]): number | null {
  return times.length === 0 ? null : Math.round(sumOf(times, (ms) => ms) / times.length / 1000);
}
