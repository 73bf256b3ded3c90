import { dayMs } from '../../model/close-timestamp.ts';
import type { OpportunityRow } from '../../model/rows/opportunity-row.ts';
import type { OpportunityStatusRow } from '../../model/rows/status-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { momentOf } from '../base/filter-rows.ts';
import { annualize, expectedValue } from '../render/opportunity.ts';
import { isIn, periodOf, rangeIn } from './report-range.ts';
import type { TimeRange } from './report-range.ts';
import { leadsOfBody, usersOf } from './report-selection.ts';
import { statusBefore, trackOpportunities } from './status-history.ts';
import type { StatusSpan, Tracked } from './status-history.ts';

type Deal = Tracked<OpportunityRow>;

interface Funnel {
  /** The stages of the pipeline before `lost`, in order. */
  readonly stages: readonly OpportunityStatusRow[];
  /** The opportunities, with their statuses up to the end of the reported time. */
  readonly deals: readonly Deal[];
  /** The status type of an opportunity at the end of the reported time. */
  readonly outcomeOf: (deal: Deal) => OpportunityStatusRow['type'] | undefined;
}

/** The figures of each stage of a pipeline. */
export function reportFunnelStages(call: ApiCall): object {
  return reportFunnel(call, (funnel) => ({
    stages: funnel.stages.map((stage, index) => stageFigures(funnel, stage, index)),
  }));
}

/** The figures of a whole pipeline. */
export function reportFunnelTotals(call: ApiCall): object {
  return reportFunnel(call, totals);
}

function reportFunnel(call: ApiCall, figures: (funnel: Funnel) => object): object {
  const users = usersOf(call);
  const { stages, outcomeOf, deals } = readFunnel(call);
  const shown = deals.filter(({ row }) => users.includes(row.user_id));
  return {
    aggregations: figures({ stages, outcomeOf, deals: shown }),
    data: users.map((userId) => ({
      user_id: userId,
      ...figures({ stages, outcomeOf, deals: shown.filter(({ row }) => row.user_id === userId) }),
    })),
  };
}

function readFunnel(call: ApiCall): Funnel {
  const { data, body } = call;
  checkField(
    data.pipelines.get(String(body['pipeline'])) !== undefined,
    'pipeline',
    'This pipeline does not exist',
  );
  const statuses = data.opportunityStatuses
    .all()
    .filter(({ pipeline_id }) => pipeline_id === body['pipeline']);
  const typeOf = new Map(statuses.map(({ id, type }) => [id, type]));
  const { start, end } = reportedRange(call);
  const leads = leadsOfBody(call);
  const rows = data.opportunities
    .all()
    .filter(({ status_id, lead_id }) => typeOf.has(status_id) && (leads?.has(lead_id) ?? true));
  const isWanted = cohortTest(call, { start, end }, (id) => typeOf.get(id) === 'active');
  return {
    stages: statuses.filter(({ type }) => type !== 'lost'),
    deals: trackOpportunities(data, rows)
      .filter(isWanted)
      .map((deal) => until(deal, end)),
    outcomeOf: ({ spans }) => typeOf.get(statusBefore(spans, end) ?? ''),
  };
}

function until(deal: Deal, end: number): Deal {
  return { ...deal, spans: deal.spans.filter(({ from }) => from < end) };
}

/** The opportunities created in a time, or those that were in an active stage in the reported time. */
function cohortTest(
  call: ApiCall,
  { start, end }: TimeRange,
  isActive: (statusId: string) => boolean,
): (deal: Deal) => boolean {
  if (call.body['type'] === 'active-stage-cohort')
    return ({ spans }) =>
      spans.some(({ statusId, from, to }) => isActive(statusId) && from < end && to > start);
  const cohort = rangeIn(call, 'cohort_relative_range', 'cohort_datetime_range');
  checkField(
    cohort !== undefined,
    'cohort_datetime_range',
    'Either this or cohort_relative_range is required',
  );
  return ({ row }) => isIn(cohort, momentOf(row.date_created));
}

const comparedMonths: Readonly<Record<string, number>> = {
  'same-days-last-month': 1,
  'same-days-last-quarter': 3,
  'same-days-last-year': 12,
};

/** The reported time, or the time to compare it with. */
function reportedRange(call: ApiCall): TimeRange {
  const { compared_relative_range: period, compared_datetime_range: shift } = call.body;
  if (typeof period === 'string') return periodOf(period, call.now);
  const custom = rangeIn(call, '', 'compared_custom_range');
  if (custom !== undefined) return custom;
  const range = rangeIn(call, 'report_relative_range', 'report_datetime_range');
  checkField(
    range !== undefined,
    'report_datetime_range',
    'Either this or report_relative_range is required',
  );
  if (typeof shift !== 'string') return range;
  return { start: shifted(range.start, shift), end: shifted(range.end, shift) };
}

function shifted(ms: number, shift: string): number {
  const date = new Date(ms);
  if (shift === 'same-days-last-week') return ms - 7 * dayMs;
  return date.setUTCMonth(date.getUTCMonth() - (comparedMonths[shift] ?? 0));
}

/** A deal has reached a stage if it was in that stage or a later one. */
function hasReached({ stages }: Funnel, { spans }: Deal, index: number): boolean {
  return stages.slice(index).some(({ id }) => spans.some(({ statusId }) => statusId === id));
}

function stageFigures(funnel: Funnel, { id, label, type }: OpportunityStatusRow, index: number): object {
  const isLast = index === funnel.stages.length - 1;
  const reached = funnel.deals.filter((deal) => hasReached(funnel, deal, index));
  const next = reached.filter((deal) => hasReached(funnel, deal, index + 1));
  const lost = reached.filter((deal) => funnel.outcomeOf(deal) === 'lost' && !next.includes(deal));
  const [value, weighted] = [sumOf(reached, valueOf), sumOf(reached, weightedValueOf)];
  const share = (part: number, whole: number): number | null => (isLast ? null : percent(part, whole));
  return {
    status: { id, label, type },
    count: reached.length,
    count_conversion_rate: share(next.length, reached.length),
    count_lost: lost.length,
    count_lost_ratio: share(lost.length, reached.length),
    average_time_to_advance: averageSeconds(next.flatMap((deal) => stayIn(deal, id))),
    value,
    value_conversion_rate: share(sumOf(next, valueOf), value),
    value_lost: sumOf(lost, valueOf),
    value_lost_ratio: share(sumOf(lost, valueOf), value),
    weighted_value: weighted,
    weighted_value_conversion_rate: share(sumOf(next, weightedValueOf), weighted),
  };
}

function stayIn({ spans }: Deal, statusId: string): number[] {
  const finished = (span: StatusSpan): boolean => span.statusId === statusId && Number.isFinite(span.to);
  return spans.filter(finished).map(({ from, to }) => to - from);
}

function totals({ deals, outcomeOf }: Funnel): object {
  const won = deals.filter((deal) => outcomeOf(deal) === 'won');
  const complete = deals.filter((deal) => outcomeOf(deal) !== 'active');
  const seconds = averageSeconds(won.map(({ spans }) => (spans.at(-1)?.from ?? 0) - (spans[0]?.from ?? 0)));
  const annualized = sumOf(won, ({ row }) => annualize(row, row.value));
  const days = (seconds ?? 0) / 86_400;
  return {
    count: deals.length,
    count_total_complete: complete.length,
    count_total_won: won.length,
    count_win_rate: percent(won.length, complete.length) ?? 0,
    value_total_complete: sumOf(complete, valueOf),
    value_total_won: sumOf(won, valueOf),
    value_win_rate: percent(sumOf(won, valueOf), sumOf(complete, valueOf)) ?? 0,
    average_time_to_win: seconds,
    average_value_annualized_per_won_opportunity: won.length === 0 ? 0 : Math.round(annualized / won.length),
    // Won value per day of an average deal.
    sales_velocity: days === 0 ? 0 : Math.round(annualized / days),
  };
}

function valueOf({ row }: Deal): number | null {
  return row.value;
}

function weightedValueOf({ row }: Deal): number | null {
  return expectedValue(row);
}

function sumOf(deals: readonly Deal[], read: (deal: Deal) => number | null): number {
  return deals.reduce((sum, deal) => sum + (read(deal) ?? 0), 0);
}

/** A share in percent with one decimal; `null` of nothing. */
function percent(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 1000) / 10;
}

function averageSeconds(times: readonly number[]): number | null {
  if (times.length === 0) return null;
  return Math.round(times.reduce((sum, ms) => sum + ms, 0) / times.length / 1000);
}
