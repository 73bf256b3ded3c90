import { groupBy } from '../../base/group-by.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { momentOf } from '../base/filter-rows.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import { isIn, rangeOf } from './report-range.ts';
import { checkOrganization, leadsOfQuery } from './report-selection.ts';

type Values = Readonly<Record<string, unknown>>;

const datePattern = /_at$|^date_/;

/** The length of the part of a date that an interval keeps. */
const intervals = new Map([
  ['auto', 10],
  ['day', 10],
  ['month', 7],
  ['year', 4],
]);
const transforms: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => values.reduce((a, b) => Math.min(a, b)),
  max: (values) => values.reduce((a, b) => Math.max(a, b)),
};

/**
 * Reports a number of leads or opportunities by another field. Close does not document the response: its `series`
 * of points `{x, y}`, one per group, are the sandbox's own.
 */
export function reportCustom(call: ApiCall): object {
  checkOrganization(call);
  const [type = '', ...rest] = (call.query.get('x') ?? '').split('.');
  const rows = Object.hasOwn(kinds, type) ? (kinds[type]?.(call.data) ?? []) : [];
  const x = fieldOf(call, 'x', { type, rows, path: rest.join('.') });
  const y = fieldOf(call, 'y', {
    type,
    rows,
    path: (call.query.get('y') ?? `${type}.count`).replace(`${type}.`, ''),
  });
  const group = call.query.get('group_by');
  const by =
    group === null ? '' : fieldOf(call, 'group_by', { type, rows, path: group.replace(`${type}.`, '') });
  const series = groupBy(selected(call, rows, x), (row) => row[by] ?? null);
  return {
    series: [...series].map(([name, members]) => ({ name, data: pointsOf(call, members, { x, y }) })),
  };
}

/** The kinds of objects, each with its rows. */
const kinds: Readonly<Record<string, (data: OrganizationData) => Values[]>> = {
  lead: ({ leads }) => leads.all().map((row) => ({ ...row, lead_id: row.id, count: 1 })),
  opportunity: ({ opportunities, opportunityStatuses }) =>
    opportunities.all().map((row) => {
      const status = opportunityStatuses.get(row.status_id);
      return { ...row, count: 1, status_type: status?.type, status_label: status?.label };
    }),
};

/** The name of a field in the rows, which a query may give by the name of a custom field. */
function fieldOf(
  call: ApiCall,
  field: string,
  { type, rows, path }: { type: string; rows: Values[]; path: string },
) {
  const custom = call.data.customFields.lead.find(({ name }) => path === `custom.${name}`);
  const name = custom === undefined ? path : `custom.${custom.id}`;
  const isKnown =
    custom !== undefined ||
    rows.some((row) => name in row) ||
    (rows.length === 0 && Object.hasOwn(kinds, type));
  const message = `The sandbox does not know the field "${type}.${path}".`;
  if (!isKnown) refuseNotUnderstood(call, { field, message });
  return name;
}

/** The rows with a value of the x-axis between `start` and `end`, of the leads of the query. */
function selected(call: ApiCall, rows: readonly Values[], x: string): Values[] {
  const leads = call.query.get('query') === '*' ? undefined : leadsOfQuery(call);
  const [start, end] = [call.query.get('start'), call.query.get('end')];
  const isOpen = start === null && end === null;
  if (!isOpen && !datePattern.test(x))
    refuseNotUnderstood(call, { field: 'start', message: 'The sandbox limits only reports by date.' });
  const range = rangeOf('start', start, end);
  return rows
    .filter((row) => row[x] !== null && row[x] !== undefined && (leads?.has(String(row['lead_id'])) ?? true))
    .filter((row) => isOpen || isIn(range, momentOf(String(row[x]))));
}

function pointsOf(call: ApiCall, rows: readonly Values[], { x, y }: { x: string; y: string }): object[] {
  const length = intervals.get(call.query.get('interval') ?? 'auto');
  if (length === undefined)
    refuseNotUnderstood(call, {
      field: 'interval',
      message: 'The sandbox knows the intervals day, month and year.',
    });
  const transform = transforms[call.query.get('transform_y') ?? 'sum'] ?? transforms['sum'];
  const buckets = groupBy(rows, (row) => (datePattern.test(x) ? String(row[x]).slice(0, length) : row[x]));
  return [...buckets]
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1))
    .map(([bucket, members]) => {
      const values = members.map((row) => row[y]).filter((value) => typeof value === 'number');
      return { x: bucket, y: values.length === 0 ? 0 : transform?.(values) };
    });
}
