import { groupBy } from '../../base/group-by.ts';
import { dayMs } from '../../model/close-timestamp.ts';
import type { OrganizationData } from '../../model/organization-data.ts';
import type { ApiCall } from '../base/api-call.ts';
import { momentOf } from '../base/filter-rows.ts';
import { refuseNotUnderstood } from '../base/not-understood.ts';
import { isIn, rangeOf } from './report-range.ts';
import { checkOrganization, leadsOfQuery } from './report-selection.ts';

type Values = Readonly<Record<string, unknown>>;

/** A field of an axis: the objects, and the name of the field in them. */
interface Axis {
  readonly type: string;
  readonly field: string;
  readonly objects: readonly Values[];
}

const activityTypes: Readonly<Record<string, string>> = {
  call: 'Call',
  email: 'Email',
  meeting: 'Meeting',
  note: 'Note',
  sms: 'SMS',
};
const transforms: Readonly<Record<string, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((sum, value) => sum + value, 0),
  avg: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  min: (values) => values.reduce((a, b) => Math.min(a, b)),
  max: (values) => values.reduce((a, b) => Math.max(a, b)),
};

/**
 * Reports a number by a field of the same objects, or of their leads. Close does not document the response: its
 * `series` of points `{x, y}`, one per group, are the sandbox's own.
 */
export function reportCustom(call: ApiCall): object {
  checkOrganization(call);
  const { query } = call;
  const x = readAxis(call, 'x', query.get('x') ?? '');
  const y = readAxis(call, 'y', query.get('y') ?? 'lead.count');
  const group = query.get('group_by');
  const by =
    group === null ? undefined : readAxis(call, 'group_by', `${x.type}.${group.replace(`${x.type}.`, '')}`);
  if (y.type !== x.type && x.type !== 'lead')
    refuse(call, 'y', `The sandbox reports ${y.type} only by a field of ${y.type} or lead.`);
  const members = groupBy(shownOn(call, x), (object) =>
    by === undefined ? null : (object[by.field] ?? null),
  );
  return {
    series: [...members].map(([name, objects]) => ({ name, data: pointsOf(call, { x, y }, objects) })),
  };
}

function refuse(call: ApiCall, field: string, message: string): void {
  refuseNotUnderstood(call, { field, message });
}

function readAxis(call: ApiCall, parameter: string, path: string): Axis {
  const [type = '', ...rest] = path.split('.');
  const objects = objectsOf(call.data, type);
  const name = rest.join('.');
  const custom = call.data.customFields.lead.find((field) => name === `custom.${field.name}`);
  const field = custom === undefined ? name : `custom.${custom.id}`;
  const isKnown =
    field === 'count' ? parameter === 'y' : custom !== undefined || objects.some((row) => field in row);
  if (!isKnown) refuse(call, parameter, `The sandbox does not know the field "${path}".`);
  return { type, field, objects };
}

function objectsOf(data: OrganizationData, type: string): Values[] {
  if (type === 'lead') return data.leads.all().map((row) => ({ ...row, lead_id: row.id }));
  if (type === 'opportunity')
    return data.opportunities.all().map((row) => {
      const status = data.opportunityStatuses.get(row.status_id);
      return {
        ...row,
        status_type: status?.type,
        status_label: status?.label,
        pipeline_id: status?.pipeline_id,
      };
    });
  const rows = data.activities.all().filter(({ _type: kind }) => kind === activityTypes[type]);
  return rows.map(({ own, ...shared }) => ({ ...shared, ...own }));
}

/** The objects of the x-axis between `start` and `end` that match the query. */
function shownOn(call: ApiCall, { type, field, objects }: Axis): Values[] {
  const { query } = call;
  const [text, start, end] = ['query', 'start', 'end'].map((name) => query.get(name));
  if (type !== 'lead' && text && text !== '*')
    refuse(call, 'query', 'The sandbox filters only reports on leads.');
  const leads = text === '*' ? undefined : leadsOfQuery(call);
  const isNumber = objects.some((object) => typeof object[field] === 'number');
  const range = isNumber
    ? { start: Number(start ?? -Infinity), end: Number(end ?? Infinity) }
    : rangeOf('start', start, end);
  const isOpen = start === null && end === null;
  return objects
    .filter((object) => object[field] !== null && object[field] !== undefined)
    .filter((object) => leads?.has(String(object['lead_id'])) ?? true)
    .filter(
      ({ [field]: value }) => isOpen || isIn(range, isNumber ? Number(value) : momentOf(String(value))),
    );
}

function pointsOf(call: ApiCall, { x, y }: { x: Axis; y: Axis }, members: readonly Values[]): object[] {
  const toBucket = bucketsOf(
    members.map((object) => object[x.field]),
    call.query.get('interval') ?? 'auto',
  );
  const ofLead = groupBy(y.objects, (object) => object['lead_id']);
  const transform = transforms[call.query.get('transform_y') ?? 'sum'] ?? transforms['sum'];
  return [...groupBy(members, (object) => toBucket(object[x.field]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([bucket, objects]) => {
      const counted =
        x.type === y.type ? objects : objects.flatMap((object) => ofLead.get(object['lead_id']) ?? []);
      const values = counted.map((object) => object[y.field]).filter((value) => typeof value === 'number');
      return {
        x: bucket,
        y: y.field === 'count' ? counted.length : values.length === 0 ? 0 : transform?.(values),
      };
    });
}

/** Rounds numbers and dates down to an interval; other values stay as they are. */
function bucketsOf(values: readonly unknown[], interval: string): (value: unknown) => string | number {
  const numbers = values.filter((value) => typeof value === 'number');
  const width =
    (numbers.reduce((a, b) => Math.max(a, b), 0) - numbers.reduce((a, b) => Math.min(a, b), 0)) / 10;
  const step = Number(interval) || Math.max(1, Math.ceil(width));
  const days = values.filter(isDate).map(momentOf);
  const isLong =
    days.reduce((a, b) => Math.max(a, b), 0) - days.reduce((a, b) => Math.min(a, b), Infinity) > 92 * dayMs;
  const unit = interval === 'auto' ? (isLong ? 'month' : 'day') : interval;
  return (value) => {
    if (typeof value === 'number') return Math.floor(value / step) * step;
    return isDate(value) ? startOfInterval(momentOf(value), unit) : String(value);
  };
}

function isDate(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(?:T|$)/.test(value);
}

function startOfInterval(ms: number, unit: string): string {
  const text = new Date(ms).toISOString();
  const [year, month] = [text.slice(0, 4), Number(text.slice(5, 7))];
  switch (unit) {
    case 'hour':
      return `${text.slice(0, 13)}:00:00+00:00`;
    case 'week':
      return new Date(ms - ((new Date(ms).getUTCDay() + 6) % 7) * dayMs).toISOString().slice(0, 10);
    case 'month':
      return `${text.slice(0, 7)}-01`;
    case 'quarter':
      return `${year}-${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
    case 'year':
      return `${year}-01-01`;
    default:
      return text.slice(0, 10);
  }
}
