import { groupBy } from '../../base/group-by.ts';
import { dayMs } from '../../model/close-timestamp.ts';
import { fullName } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { momentOf } from '../base/list-page.ts';
import { refuseNotUnderstood } from '../base/api-call.ts';
import { toCsv } from '../exports/export-file.ts';
import type { Span } from '../query/date-span.ts';
import { activityMetrics } from './activity-metrics.ts';
import type { ActivityMetric, Fact } from './activity-metrics.ts';
import { isIn, leadsOfBody, requiredSpan, usersOf } from './report-scope.ts';

type ReportRow = Record<string, string | number>;
type Column = Pick<ActivityMetric, 'key' | 'measure'> & { readonly facts: readonly Fact[] };

/** Lists the metrics. Their names are the sandbox's. */
export function listMetrics(): object {
  const metrics = activityMetrics.map(({ key }) => {
    const name = key.replaceAll(/[._]/g, ' ');
    return { key, name, description: `${name}, in the time of the report` };
  });
  return { metrics };
}

/** Counts activities: by day for an overview, by user for a comparison. CSV if the client asks for it. */
export function reportActivity(call: ApiCall): object {
  const { accept, body, data } = call;
  const span = requiredSpan(call, 'relative_range', 'datetime_range');
  const users = usersOf(call);
  const columns = columnsOf(call, span, users);
  const isByUser = body['type'] === 'comparison';
  const rows = isByUser ? rowsByUser(columns, users) : rowsByDay(call, span, columns);
  if (accept.startsWith('text/csv')) return csvResponse(isByUser ? 'user_id' : 'datetime', columns, rows);
  const lookup = data.users.all().map((user) => [user.id, { display: fullName(user) }]);
  return {
    aggregations: { totals: measureAll(columns, () => true) },
    data: rows,
    queries: { leads: {} },
    ...(isByUser && { lookup: { user: Object.fromEntries(lookup) } }),
  };
}

function columnsOf(call: ApiCall, span: Span, users: readonly string[]): Column[] {
  const { body, data } = call;
  const keys: unknown[] = Array.isArray(body['metrics']) ? body['metrics'] : [];
  const unknown = keys.filter((key) => !activityMetrics.some((metric) => metric.key === key));
  const refusals = unknown.map((key) => ({
    field: 'metrics',
    message: `The sandbox does not know the metric "${String(key)}".`,
  }));
  refuseNotUnderstood(call, ...refusals);
  const isOfLead = leadsOfBody(call);
  // Without a user filter, what belongs to no user counts, too.
  const isOfUser = ({ userId }: Fact): boolean =>
    body['users'] === undefined || (userId !== null && users.includes(userId));
  const isWanted = (fact: Fact): boolean => isIn(span, fact.at) && isOfUser(fact) && isOfLead(fact.leadId);
  const wanted = activityMetrics.filter(({ key }) => keys.includes(key));
  return wanted.map(({ key, facts, measure }) => ({ key, measure, facts: facts(data).filter(isWanted) }));
}

function measureAll(columns: readonly Column[], isWanted: (fact: Fact) => boolean): Record<string, number> {
  return Object.fromEntries(columns.map(({ key, facts, measure }) => [key, measure(facts.filter(isWanted))]));
}

function rowsByUser(columns: readonly Column[], users: readonly string[]): ReportRow[] {
  return users.map((id) => ({ user_id: id, ...measureAll(columns, ({ userId }) => userId === id) }));
}

/** One row for each day (UTC), those without activities too. */
function rowsByDay({ data, now }: ApiCall, { start, end }: Span, columns: readonly Column[]): ReportRow[] {
  const moments = columns.flatMap(({ facts }) => facts.map(({ at }) => at));
  const createdAt = momentOf(data.organization.date_created);
  const from = Number.isFinite(start) ? start : moments.reduce((a, b) => Math.min(a, b), createdAt);
  const to = Number.isFinite(end) ? end : moments.reduce((a, b) => Math.max(a, b), now) + 1;
  const days = columns.map(({ facts, ...column }) => ({
    ...column,
    facts: groupBy(facts, ({ at }) => dayOf(at)),
  }));
  return Array.from({ length: Math.max(0, Math.ceil(to / dayMs) - dayOf(from)) }, (_empty, index) => {
    const day = dayOf(from) + index;
    const figures = days.map(({ key, facts, measure }) => [key, measure(facts.get(day) ?? [])]);
    const datetime = `${new Date(day * dayMs).toISOString().slice(0, 10)}T00:00:00+00:00`;
    return { datetime, ...Object.fromEntries(figures) };
  });
}

function csvResponse(head: string, columns: readonly Column[], rows: readonly ReportRow[]): Response {
  const names = [head, ...columns.map(({ key }) => key)];
  const lines = rows.map((row) => names.map((name) => String(row[name] ?? '')));
  return new Response(toCsv([names, ...lines]), { headers: { 'content-type': 'text/csv; charset=utf-8' } });
}

function dayOf(ms: number): number {
  return Math.floor(ms / dayMs);
}
