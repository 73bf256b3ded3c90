import { groupBy } from '../../base/group-by.ts';
import { dayMs } from '../../model/close-timestamp.ts';
import { fullName } from '../../model/rows/user-row.ts';
import type { ApiCall } from '../base/api-call.ts';
import { checkField } from '../base/check-body.ts';
import { momentOf } from '../base/filter-rows.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import { toCsv } from '../exports/csv.ts';
import { activityMetrics, metricRows } from './activity-metrics.ts';
import type { ActivityMetric, Fact } from './activity-metrics.ts';
import { isIn, rangeIn, startOfDay } from './report-range.ts';
import type { TimeRange } from './report-range.ts';
import { leadsOfBody, usersOf } from './report-selection.ts';

type ReportRow = Record<string, string | number>;
type Column = readonly [key: string, facts: readonly Fact[], measure: ActivityMetric['measure']];

/** Counts activities: by day for an overview, by user for a comparison. CSV if the client accepts only that. */
export function reportActivity(call: ApiCall): object {
  const range = rangeIn(call, 'relative_range', 'datetime_range');
  checkField(range !== undefined, 'datetime_range', 'Either this or relative_range is required');
  const users = usersOf(call);
  const columns = columnsOf(call, range, users);
  const isByUser = call.body['type'] === 'comparison';
  const rows = isByUser ? rowsByUser(columns, users) : rowsByDay(call, range, columns);
  if (/^text\/csv\b/.test(call.accept)) return csvResponse(isByUser ? 'user_id' : 'datetime', columns, rows);
  return {
    aggregations: { totals: measureAll(columns, () => true) },
    data: rows,
    queries: { leads: {} },
    ...(isByUser && { lookup: { user: lookupOf(call, users) } }),
  };
}

function columnsOf(call: ApiCall, range: TimeRange, users: readonly string[]): Column[] {
  const keys: unknown[] = Array.isArray(call.body['metrics']) ? call.body['metrics'] : [];
  const unknown = keys.filter((key) => !activityMetrics.some((metric) => metric.key === key));
  const refusals = unknown.map((key) => ({
    field: 'metrics',
    message: `The sandbox does not know the metric "${String(key)}".`,
  }));
  refuseNotUnderstood(call, ...refusals);
  const source = metricRows(call.data, leadsOfBody(call));
  // A user filter leaves out what belongs to no user, so without one nothing is filtered.
  const isWanted = ({ userId }: Fact): boolean => userId !== null && users.includes(userId);
  return activityMetrics
    .filter(({ key }) => keys.includes(key))
    .map(({ key, facts, measure }) => {
      const found = facts(source).filter(({ at }) => isIn(range, at));
      return [key, Array.isArray(call.body['users']) ? found.filter(isWanted) : found, measure];
    });
}

function measureAll(columns: readonly Column[], isWanted: (fact: Fact) => boolean): Record<string, number> {
  return Object.fromEntries(columns.map(([key, facts, measure]) => [key, measure(facts.filter(isWanted))]));
}

function rowsByUser(columns: readonly Column[], users: readonly string[]): ReportRow[] {
  return users.map((id) => ({ user_id: id, ...measureAll(columns, ({ userId }) => userId === id) }));
}

/** One row for each day (UTC), those without activities too. */
function rowsByDay(
  { data, now }: ApiCall,
  { start, end }: TimeRange,
  columns: readonly Column[],
): ReportRow[] {
  const moments = columns.flatMap(([, facts]) => facts.map(({ at }) => at));
  const createdAt = momentOf(data.organization.date_created);
  const from = Number.isFinite(start) ? start : moments.reduce((a, b) => Math.min(a, b), createdAt);
  const to = Number.isFinite(end) ? end : moments.reduce((a, b) => Math.max(a, b), now) + 1;
  const [first, last] = [Math.floor(from / dayMs), Math.ceil(to / dayMs)];
  const days = columns.map(([, facts]) => groupBy(facts, ({ at }) => Math.floor(at / dayMs)));
  return Array.from({ length: Math.max(0, last - first) }, (_empty, index) => ({
    datetime: startOfDay((first + index) * dayMs),
    ...Object.fromEntries(
      columns.map(([key, , measure], place) => [key, measure(days[place]?.get(first + index) ?? [])]),
    ),
  }));
}

function lookupOf({ data }: ApiCall, users: readonly string[]): object {
  return Object.fromEntries(
    data.users
      .all()
      .flatMap((user) => (users.includes(user.id) ? [[user.id, { display: fullName(user) }]] : [])),
  );
}

function csvResponse(head: string, columns: readonly Column[], rows: readonly ReportRow[]): Response {
  const names = [head, ...columns.map(([key]) => key)];
  const lines = rows.map((row) => names.map((name) => String(row[name] ?? '')));
  const headers = { 'content-type': 'text/csv; charset=utf-8' };
  return new Response(toCsv([names, ...lines]), { headers });
}
